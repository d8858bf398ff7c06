//! A constant is compared with its type.

include!("../../../tables.rs");

fn main() {
    let _ = Person::age.eq(constant(30));
}
