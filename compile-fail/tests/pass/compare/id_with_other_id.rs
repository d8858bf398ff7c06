//! An id is compared with an id of its type.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

fn main() {
    let _ = Author::id.eq(AuthorId(1));
}
