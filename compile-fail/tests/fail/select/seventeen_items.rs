//! A tuple has at most 16 items; tuples nest.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

fn main() {
    let c = Person::age;
    let _ = select((c, c, c, c, c, c, c, c, c, c, c, c, c, c, c, c, c));
}
