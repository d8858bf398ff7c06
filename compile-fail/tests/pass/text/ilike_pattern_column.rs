//! The pattern of ILIKE is a column of text.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

fn main() {
    let _ = Person::name.ilike(Person::email);
}
