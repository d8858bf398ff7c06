//! A condition is an expression, not a closure.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

fn main() {
    let _ = select(Person).filter(|person: Person| person.age > 25);
}
