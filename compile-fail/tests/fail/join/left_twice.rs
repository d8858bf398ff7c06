//! A left join needs a new table, too.

include!("../../../tables.rs");

alias!(Head = Person);

fn main() {
    let _ = select(Person)
        .left_join(Manager, Manager.id.eq(Person::manager_id))
        .left_join(Manager, Manager.id.eq(Manager.manager_id));
}
