//! An id is not a number.

include!("../../../tables.rs");

fn main() {
    let _ = piton::functions::abs(Book::id);
}
