//! A constant is a number, a boolean or a text.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

fn main() {
    let _ = value(AuthorId(1)).eq(Author::id);
}
