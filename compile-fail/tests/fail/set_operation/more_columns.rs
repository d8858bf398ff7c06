//! The queries of a set operation return as many columns.

include!("../../../tables.rs");

fn main() {
    let _ = select((Person::id, Person::name)).intersect(select((Person::id, Person::name, Person::age)));
}
