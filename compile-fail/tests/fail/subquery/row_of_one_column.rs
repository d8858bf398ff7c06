//! A row is a tuple.

include!("../../../tables.rs");

fn main() {
    let _ = select(Person::id).filter(row(Person::age).in_(select(Person::age)));
}
