//! ON reads the tables before it and the joined one.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

fn main() {
    let _ = select(Book::title)
        .join(Author, Author::id.eq(Book::author_id))
        .join(Chapter, Book::id.eq(Chapter::book_id));
}
