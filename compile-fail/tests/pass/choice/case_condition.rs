//! WHEN takes a condition.

include!("../../../tables.rs");

fn main() {
    let _ = case_when(Person::age.gt(1), 1);
}
