//! An aggregate takes an expression.

include!("../../../tables.rs");

fn main() {
    let _ = select(count(Person::id));
}
