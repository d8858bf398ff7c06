//! AND joins conditions.

include!("../../../tables.rs");

fn main() {
    let _ = Person::age.gt(25).and(Person::active);
}
