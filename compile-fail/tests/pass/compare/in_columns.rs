//! The values of IN are values of Rust.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

fn main() {
    let _ = Person::age.eq(Person::id);
}
