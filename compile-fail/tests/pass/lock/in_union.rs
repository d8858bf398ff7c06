//! Rows of a set operation are not locked.

include!("../../../tables.rs");

fn main() {
    let _ = select(Person::id).union(select(Person::age));
}
