//! A tuple has no comparison.

include!("../../../tables.rs");

fn main() {
    let _ = Person::id.gt(1).and(Person::age.gt(30));
}
