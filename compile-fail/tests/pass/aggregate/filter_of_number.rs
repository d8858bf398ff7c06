//! The filter of an aggregate is a condition.

include!("../../../tables.rs");

fn main() {
    let _ = sum(Person::age).filter(Person::age.gt(1));
}
