//! An id is not a number.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

fn main() {
    let _ = Author::id.eq(AuthorId(1));
}
