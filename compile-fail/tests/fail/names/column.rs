//! A column has the name of its field.

include!("../../../tables.rs");

fn main() {
    let _ = select(Person::nmae);
}
