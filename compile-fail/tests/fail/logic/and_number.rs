//! AND takes conditions.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

fn main() {
    let _ = Person::active.and(Person::age);
}
