//! An aggregate of the query around cannot be read inside.

include!("../../../tables.rs");

fn main() {
    let _ = select(Person::id).filter(exists(from(Book).filter(outer(Person::id).gt(1))));
}
