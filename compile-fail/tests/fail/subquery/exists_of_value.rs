//! EXISTS takes a query.

include!("../../../tables.rs");

fn main() {
    let _ = select(Person::id).filter(exists(Person::age));
}
