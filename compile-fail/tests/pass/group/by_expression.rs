//! GROUP BY takes columns.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

fn main() {
    let _ = select(count(Person::id)).group_by(Person::age);
}
