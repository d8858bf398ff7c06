//! ON reads the tables before it and the joined one.

include!("../../../tables.rs");

fn main() {
    let _ = select(Book::title)
        .join(Author, Author::id.eq(Book::author_id))
        .join(Chapter, Book::id.eq(Chapter::book_id));
}
