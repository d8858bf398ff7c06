//! A left join compares ids of one type.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

fn main() {
    let _ = select(Book).left_join(Author, Author::id.eq(Book::id));
}
