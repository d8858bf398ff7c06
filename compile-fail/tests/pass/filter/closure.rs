//! A condition is an expression, not a closure.

include!("../../../tables.rs");

fn main() {
    let _ = select(Person).filter(Person::age.gt(25));
}
