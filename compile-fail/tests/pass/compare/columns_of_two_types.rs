//! Columns of one type are compared.

include!("../../../tables.rs");

fn main() {
    let _ = Person::age.eq(Person::id);
}
