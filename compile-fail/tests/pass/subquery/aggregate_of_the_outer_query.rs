//! An aggregate reads a column of its own query.

include!("../../../tables.rs");

fn main() {
    let _ = select(Person::id).filter(exists(from(Book).select(max(Book::pages))));
}
