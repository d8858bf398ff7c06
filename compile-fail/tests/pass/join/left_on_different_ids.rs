//! A left join compares ids of one type.

include!("../../../tables.rs");

fn main() {
    let _ = select(Book).left_join(Author, Author::id.eq(Book::author_id));
}
