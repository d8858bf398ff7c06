//! A text is joined to a text.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

fn main() {
    let _ = Person::name.concat(Person::email);
}
