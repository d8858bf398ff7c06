//! Columns of one width are compared.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

fn main() {
    let _ = Book::pages.eq(Book::pages);
}
