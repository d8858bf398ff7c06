//! A query selects once.

include!("../../../tables.rs");

fn main() {
    let _ = from(Person).select((Person::id, Person::name));
}
