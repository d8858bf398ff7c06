//! Ids are no numbers.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

fn main() {
    let _ = Person::id + 1;
}
