//! An integer is not multiplied by a float.

include!("../../../tables.rs");

fn main() {
    let _ = Book::price * 1.5;
}
