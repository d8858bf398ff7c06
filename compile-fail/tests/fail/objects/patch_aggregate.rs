//! A column of a row is not set to an aggregate.

include!("../../../tables.rs");

fn program() {
    let _patch = Book::patch(BookId(1)).pages(count(Book::id));
}

fn main() {}
