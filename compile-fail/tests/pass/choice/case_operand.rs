//! A simple CASE compares values of one type.

include!("../../../tables.rs");

fn main() {
    let _ = case(Person::age).when(18, 1);
}
