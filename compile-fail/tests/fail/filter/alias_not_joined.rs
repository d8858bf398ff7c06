//! WHERE does not read an alias that is not joined.

include!("../../../tables.rs");

fn main() {
    let _ = select(Person).filter(Person::age.gt(Manager.age));
}
