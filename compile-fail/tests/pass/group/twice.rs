//! A query is grouped once.

include!("../../../tables.rs");

fn main() {
    let _ = select((Person::name, Person::age)).group_by((Person::name, Person::age));
}
