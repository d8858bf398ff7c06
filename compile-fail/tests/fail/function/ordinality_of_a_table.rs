//! Rows of a function have numbers.

include!("../../../tables.rs");

fn main() {
    let _ = select(Person::id).with_ordinality();
}
