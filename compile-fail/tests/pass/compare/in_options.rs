//! The values of IN are not NULL.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

fn main() {
    let _ = Person::age.in_([30]);
}
