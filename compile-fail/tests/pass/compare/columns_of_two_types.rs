//! Columns of one type are compared.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

fn main() {
    let _ = Person::age.eq(Person::id);
}
