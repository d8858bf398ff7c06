//! An aggregate takes one expression.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

fn main() {
    let _ = select(count(Person::id));
}
