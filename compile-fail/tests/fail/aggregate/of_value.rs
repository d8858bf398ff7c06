//! An aggregate takes no value of Rust.

include!("../../../tables.rs");

fn main() {
    let _ = select((Person::id, count(1))).group_by(Person::id);
}
