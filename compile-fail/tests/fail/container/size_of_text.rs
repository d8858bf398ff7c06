//! A text is not an array.

include!("../../../tables.rs");

fn main() {
    let _ = piton::functions::cardinality(Person::name);
}
