//! Only integers have bits.

include!("../../../tables.rs");

fn main() {
    let _ = Book::pages.bits_and(1);
}
