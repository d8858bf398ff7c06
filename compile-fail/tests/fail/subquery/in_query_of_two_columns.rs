//! IN takes a query of one column.

include!("../../../tables.rs");

fn main() {
    let _ = select(Person::id).filter(Person::age.in_(select((Person::age, Person::id))));
}
