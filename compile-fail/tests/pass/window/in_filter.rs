//! A window function cannot be filtered by.

include!("../../../tables.rs");

fn main() {
    let _ = select(Person::id).filter(Person::id.eq(1));
}
