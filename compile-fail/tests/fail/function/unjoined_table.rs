//! A function reads only tables of the query.

include!("../../../tables.rs");

fn main() {
    let _ = select(Person::id).filter(piton::functions::lower(Book::title).eq("a"));
}
