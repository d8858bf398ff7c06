//! A function of text takes no number.

include!("../../../tables.rs");

fn main() {
    let _ = piton::functions::lower(Person::age);
}
