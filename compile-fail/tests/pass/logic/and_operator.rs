//! `&` joins conditions.

include!("../../../tables.rs");

fn main() {
    let _ = Person::active & Person::age.gt(25);
}
