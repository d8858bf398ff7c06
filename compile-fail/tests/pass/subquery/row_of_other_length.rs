//! Rows have the same length.

include!("../../../tables.rs");

fn main() {
    let _ = select(Person::id).filter(row((Person::age, Person::name)).gt((1, "x")));
}
