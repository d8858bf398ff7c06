//! A tuple has no comparison.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

fn main() {
    let _ = (Person::id, Person::age).gt((1, 30));
}
