//! An aggregate takes one expression.

include!("../../../tables.rs");

fn main() {
    let _ = select(count(Person::id));
}
