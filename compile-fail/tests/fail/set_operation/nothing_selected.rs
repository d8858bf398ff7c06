//! Each query of a set operation selects.

include!("../../../tables.rs");

fn main() {
    let _ = select(Person::id).union(from(Book));
}
