//! IN takes a query of values of the same type.

include!("../../../tables.rs");

fn main() {
    let _ = select(Person::id).filter(Person::name.in_(select(Book::title)));
}
