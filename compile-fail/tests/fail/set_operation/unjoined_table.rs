//! Each query reads its own tables.

include!("../../../tables.rs");

fn main() {
    let _ = select(Person::name).union(from(Person).select(Book::title));
}
