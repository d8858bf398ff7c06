//! A column belongs to its table.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

fn main() {
    let _ = select(Person::id).filter(Person::color.eq("red"));
}
