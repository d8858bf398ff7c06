//! The values of IN have the type.

include!("../../../tables.rs");

fn main() {
    let _ = Person::age.in_([30, 40]);
}
