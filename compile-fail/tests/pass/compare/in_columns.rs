//! The values of IN are values of Rust.

include!("../../../tables.rs");

fn main() {
    let _ = Person::age.eq(Person::id);
}
