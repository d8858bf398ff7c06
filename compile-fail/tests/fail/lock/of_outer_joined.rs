//! A table that an outer join can leave out has no row to lock.

include!("../../../tables.rs");

fn main() {
    let _ = select(Person::id).left_join(Manager, Manager.id.eq(Person::manager_id)).lock(piton::query::Lock::update().of(Manager));
}
