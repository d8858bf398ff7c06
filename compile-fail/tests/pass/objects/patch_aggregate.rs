//! A column of a row is not set to an aggregate.

include!("../../../tables.rs");

fn program() {
    let _patch = Book::patch(BookId(1)).pages(Book::pages + 1_i64);
}

fn main() {}
