//! The filter of an aggregate has no aggregate in it.

include!("../../../tables.rs");

fn main() {
    let _ = sum(Person::age).filter(Person::age.gt(1));
}
