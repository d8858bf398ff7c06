//! The values of IN are not NULL.

include!("../../../tables.rs");

fn main() {
    let _ = Person::age.in_([Some(30)]);
}
