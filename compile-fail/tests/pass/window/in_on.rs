//! A window function cannot stand in ON.

include!("../../../tables.rs");

fn main() {
    let _ = select(Person::id).join(Author, Person::id.eq(1));
}
