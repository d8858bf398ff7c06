//! An expression has the methods that SQL has.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

fn main() {
    let _ = select(Person).filter(Person::age.eq(30));
}
