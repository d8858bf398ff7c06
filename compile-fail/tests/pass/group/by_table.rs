//! GROUP BY takes columns, not a table.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

fn main() {
    let _ = select(Person).group_by(Person::id);
}
