//! GREATEST takes values of one type.

include!("../../../tables.rs");

fn main() {
    let _ = greatest((Person::age, Person::id));
}
