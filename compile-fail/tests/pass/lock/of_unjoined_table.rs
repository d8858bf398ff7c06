//! Rows of tables of the query are locked.

include!("../../../tables.rs");

fn main() {
    let _ = select(Person::id).lock(piton::query::Lock::update().of(Person));
}
