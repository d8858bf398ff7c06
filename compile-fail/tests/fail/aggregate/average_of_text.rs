//! A mean is one of numbers.

include!("../../../tables.rs");

fn main() {
    let _ = select(avg(Person::name));
}
