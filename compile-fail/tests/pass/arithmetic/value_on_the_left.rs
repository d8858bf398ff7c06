//! A number stands before a number.

include!("../../../tables.rs");

fn main() {
    let _ = 1 + Person::age;
}
