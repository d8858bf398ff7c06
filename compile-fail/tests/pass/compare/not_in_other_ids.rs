//! The values of NOT IN have the type.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

fn main() {
    let _ = Author::id.not_in([AuthorId(1)]);
}
