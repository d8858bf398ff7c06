//! A number is added to a number.

include!("../../../tables.rs");

fn main() {
    let _ = Person::age + 1;
}
