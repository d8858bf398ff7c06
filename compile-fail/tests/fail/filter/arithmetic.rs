//! Arithmetic is no condition.

include!("../../../tables.rs");

fn main() {
    let _ = select(Person).filter(Person::age + 1);
}
