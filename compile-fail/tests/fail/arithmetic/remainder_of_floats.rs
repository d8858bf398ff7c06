//! Only exact numbers have a remainder.

include!("../../../tables.rs");

fn main() {
    let _ = select(Book::price % 2.0);
}
