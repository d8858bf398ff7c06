//! BETWEEN takes two values, not a range.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

fn main() {
    let _ = Person::age.between(18..=30);
}
