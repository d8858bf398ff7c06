//! A filtered query is a new value.
#![deny(unused_must_use)]

include!("../../../tables.rs");

fn main() {
    let mut query = select(Person);
    query.clone().filter(Person::age.gt(25));
    query = query.limit(1);
    let _ = query;
}
