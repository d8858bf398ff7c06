//! A number has no bounds.

include!("../../../tables.rs");

fn main() {
    let _ = piton::functions::range_lower(Person::age);
}
