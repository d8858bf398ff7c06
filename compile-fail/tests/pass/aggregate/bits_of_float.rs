//! Only integers have bits.

include!("../../../tables.rs");

fn main() {
    let _ = piton::functions::bit_or(Book::pages);
}
