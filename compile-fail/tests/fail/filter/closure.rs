//! A condition is an expression, not a closure.

include!("../../../tables.rs");

fn main() {
    let _ = select(Person).filter(|person: Person| person.age > 25);
}
