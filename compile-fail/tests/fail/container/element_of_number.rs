//! A number has no elements.

include!("../../../tables.rs");

fn main() {
    let _ = Person::age.at(1);
}
