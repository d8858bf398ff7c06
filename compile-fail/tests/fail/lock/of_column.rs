//! Rows of tables are locked.

include!("../../../tables.rs");

fn main() {
    let _ = select(Person::id).lock(piton::query::Lock::update().of(Person::id));
}
