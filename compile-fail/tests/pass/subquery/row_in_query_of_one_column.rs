//! A row is looked for in a query of as many columns.

include!("../../../tables.rs");

fn main() {
    let _ = select(Person::id).filter(Person::age.in_(select(Person::age)));
}
