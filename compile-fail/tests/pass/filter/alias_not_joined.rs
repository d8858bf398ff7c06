//! WHERE does not read an alias that is not joined.

include!("../../../tables.rs");

fn main() {
    let _ =
        select(Person).join(Manager, Person::manager_id.eq(Manager.id)).filter(Person::age.gt(Manager.age));
}
