//! PostgreSQL rounds only exact numbers to digits.

include!("../../../tables.rs");

fn main() {
    let _ = piton::functions::round(Book::price);
}
