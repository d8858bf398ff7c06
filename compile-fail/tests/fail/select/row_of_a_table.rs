//! A row of a table is not the table.

include!("../../../tables.rs");

fn main() {
    let alice = Person { id: 1, name: "Alice".into(), age: 30, email: None, active: true, manager_id: None };
    let _ = select(alice).filter(Person::id.eq(alice.id));
}
