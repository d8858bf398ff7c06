//! Booleans have no greatest value.

include!("../../../tables.rs");

fn main() {
    let _ = select(bool_or(Person::active));
}
