//! A text is no number.

include!("../../../tables.rs");

fn main() {
    let _ = Person::name + 1;
}
