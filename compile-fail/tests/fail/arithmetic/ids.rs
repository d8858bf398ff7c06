//! Ids are no numbers.

include!("../../../tables.rs");

fn main() {
    let _ = Author::id + AuthorId(1);
}
