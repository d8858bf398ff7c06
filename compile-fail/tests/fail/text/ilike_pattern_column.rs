//! The pattern of ILIKE is a column of text.

include!("../../../tables.rs");

fn main() {
    let _ = Person::name.ilike(Person::age);
}
