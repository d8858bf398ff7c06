//! CONCAT takes values.

include!("../../../tables.rs");

fn main() {
    let _ = piton::functions::concat((Person::name, Person::id));
}
