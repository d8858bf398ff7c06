//! What is read from is a table.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

fn main() {
    let _ = from(Person::id).select(Person::id);
}
