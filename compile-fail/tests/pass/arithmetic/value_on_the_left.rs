//! An expression stands on the left.

include!("../../../tables.rs");

fn main() {
    let _ = value(1) + Person::age;
}
