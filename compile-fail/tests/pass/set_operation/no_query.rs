//! A set operation is of two queries.

include!("../../../tables.rs");

fn main() {
    let _ = select(Person::id).union(select(Person::age));
}
