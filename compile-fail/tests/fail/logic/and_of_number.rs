//! AND joins conditions.

include!("../../../tables.rs");

fn main() {
    let _ = Person::age.and(Person::active);
}
