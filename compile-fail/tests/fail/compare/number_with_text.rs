//! A text is compared with a text.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

fn main() {
    let _ = Person::name.eq(30);
}
