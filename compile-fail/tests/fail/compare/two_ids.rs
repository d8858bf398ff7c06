//! Ids of two tables are not compared.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

fn main() {
    let _ = Book::author_id.eq(Book::id);
}
