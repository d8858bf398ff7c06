//! Booleans have no greatest value.

include!("../../../tables.rs");

fn main() {
    let _ = select(max(Person::active));
}
