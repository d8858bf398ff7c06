//! WHERE takes no aggregate.

include!("../../../tables.rs");

fn main() {
    let _ = select(Person::name).filter(Person::age.gt(25));
}
