//! A constant is compared with its type.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

fn main() {
    let _ = Person::age.eq(constant(30));
}
