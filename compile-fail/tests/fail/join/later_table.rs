//! ON reads the tables before it and the joined one.

include!("../../../tables.rs");

fn main() {
    let _ = select(Book::title)
        .join(Author, Book::id.eq(Chapter::book_id))
        .join(Chapter, Book::id.eq(Chapter::book_id));
}
