//! A text contains a text.

include!("../../../tables.rs");

fn main() {
    let _ = Person::name.contains(3);
}
