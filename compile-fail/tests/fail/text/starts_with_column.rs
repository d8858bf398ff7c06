//! A text starts with a text of Rust.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

fn main() {
    let _ = Person::name.starts_with(Person::email);
}
