//! CONCAT takes a tuple.

include!("../../../tables.rs");

fn main() {
    let _ = piton::functions::concat((Person::name, 1));
}
