//! A table is joined to itself by an alias.

include!("../../../tables.rs");

fn main() {
    let _ = select(Person).join(Person, Person::id.eq(Person::manager_id));
}
