//! A patch is of a key of its table.

include!("../../../tables.rs");

fn program() {
    let _patch = Book::patch(BookId(1)).title("x");
}

fn main() {}
