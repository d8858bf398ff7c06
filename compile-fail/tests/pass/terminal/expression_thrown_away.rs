//! An expression does nothing alone.
#![deny(unused_must_use)]

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

fn main() {
    let _ = Person::age.gt(25);
}
