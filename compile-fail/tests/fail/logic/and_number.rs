//! AND takes conditions.

include!("../../../tables.rs");

fn main() {
    let _ = Person::active.and(Person::age);
}
