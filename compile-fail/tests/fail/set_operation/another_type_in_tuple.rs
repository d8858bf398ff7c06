//! The queries of a set operation return the same types, item by item.

include!("../../../tables.rs");

fn main() {
    let _ = select((Person::id, Person::name)).union_all(select((Book::pages, Book::title)));
}
