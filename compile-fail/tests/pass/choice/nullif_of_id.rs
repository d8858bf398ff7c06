//! NULLIF compares an id only with its kind.

include!("../../../tables.rs");

fn main() {
    let _ = nullif(Book::id, BookId(1));
}
