//! A function of numbers takes no text.

include!("../../../tables.rs");

fn main() {
    let _ = piton::functions::abs(Person::age);
}
