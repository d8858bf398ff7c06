//! AND joins conditions.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

fn main() {
    let _ = Person::age.gt(25).and(Person::active);
}
