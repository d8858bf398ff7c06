//! Ids of two tables are not combined.

include!("../../../tables.rs");

fn main() {
    let _ = select(Author::id).except(select(Book::id));
}
