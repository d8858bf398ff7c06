//! A text is no number.

include!("../../../tables.rs");

fn main() {
    let _ = Person::age + 1;
}
