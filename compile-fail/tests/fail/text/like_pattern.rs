//! The pattern of LIKE is a text.

include!("../../../tables.rs");

fn main() {
    let _ = Person::name.like(3);
}
