//! Only integers have bits.

include!("../../../tables.rs");

fn main() {
    let _ = Book::price.bits_and(1.0);
}
