//! The queries of a set operation return the same types.

include!("../../../tables.rs");

fn main() {
    let _ = select(Person::id).union(select(Person::name));
}
