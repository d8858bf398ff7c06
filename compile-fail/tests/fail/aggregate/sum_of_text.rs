//! A sum is one of numbers.

include!("../../../tables.rs");

fn main() {
    let _ = select(sum(Person::name));
}
