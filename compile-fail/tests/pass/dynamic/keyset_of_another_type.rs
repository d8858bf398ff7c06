//! A page begins after values of its columns.

include!("../../../tables.rs");

fn main() {
    let _ = select(Person::id).filter(piton::expr::keyset((Person::age, Person::name)).after((1, "x".to_owned())));
}
