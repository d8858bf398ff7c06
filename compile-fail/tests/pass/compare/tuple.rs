//! A tuple has no comparison.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

fn main() {
    let _ = Person::id.gt(1).and(Person::age.gt(30));
}
