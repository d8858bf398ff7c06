//! DISTINCT takes no column.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

fn main() {
    let _ = select(Person).distinct(Person::name);
}
