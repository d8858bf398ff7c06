//! The filter of an aggregate has no aggregate in it.

include!("../../../tables.rs");

fn main() {
    let _ = sum(Person::age).filter(max(Person::age).gt(1));
}
