//! An alias is joined once.

include!("../../../tables.rs");

alias!(Head = Person);

fn main() {
    let _ = select(Person)
        .join(Manager, Manager.id.eq(Person::manager_id))
        .join(Manager, Manager.id.eq(Manager.manager_id));
}
