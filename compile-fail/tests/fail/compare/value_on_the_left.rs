//! An expression stands on the left.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

fn main() {
    let _ = select(Person).filter(30.lt(Person::age));
}
