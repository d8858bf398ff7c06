//! Conditions are no numbers.

include!("../../../tables.rs");

fn main() {
    let _ = Person::active - true;
}
