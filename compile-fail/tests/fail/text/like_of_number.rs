//! LIKE needs a text.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

fn main() {
    let _ = Person::age.like("3%");
}
