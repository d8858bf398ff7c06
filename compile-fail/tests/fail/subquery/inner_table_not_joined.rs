//! A subquery reads tables of its own.

include!("../../../tables.rs");

fn main() {
    let _ = select(Person::id).filter(exists(select((Book::id, Author::name))));
}
