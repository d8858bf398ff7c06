//! WHERE takes no aggregate.

include!("../../../tables.rs");

fn main() {
    let _ = select(Person::name).filter(max(Person::age).gt(25));
}
