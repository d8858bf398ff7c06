//! BETWEEN takes two values, not a range.

include!("../../../tables.rs");

fn main() {
    let _ = Person::age.between(18..=30);
}
