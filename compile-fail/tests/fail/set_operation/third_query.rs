//! The third query returns the same types, too.

include!("../../../tables.rs");

fn main() {
    let _ = select(Person::id).union(select(Person::age)).union(select(Person::email));
}
