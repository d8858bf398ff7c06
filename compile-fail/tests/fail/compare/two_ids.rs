//! Ids of two tables are not compared.

include!("../../../tables.rs");

fn main() {
    let _ = Book::author_id.eq(Book::id);
}
