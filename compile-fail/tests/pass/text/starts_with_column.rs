//! A text starts with a text of Rust.

include!("../../../tables.rs");

fn main() {
    let _ = Person::name.like(Person::email);
}
