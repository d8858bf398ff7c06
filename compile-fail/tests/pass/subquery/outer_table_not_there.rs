//! An outer column is of a table of the query around.

include!("../../../tables.rs");

fn main() {
    let _ = select(Person::id).filter(exists(from(Book).filter(Book::pages.gt(1).and(outer(Person::age).gt(1)))));
}
