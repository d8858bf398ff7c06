//! A tuple has no comparison.

include!("../../../tables.rs");

fn main() {
    let _ = (Person::id, Person::age).gt((1, 30));
}
