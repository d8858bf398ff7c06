//! Columns of one width are compared.

include!("../../../tables.rs");

fn main() {
    let _ = Book::pages.eq(Book::pages);
}
