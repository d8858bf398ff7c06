//! GROUP BY takes columns, not text.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

fn main() {
    let _ = select(Person::name).group_by("name");
}
