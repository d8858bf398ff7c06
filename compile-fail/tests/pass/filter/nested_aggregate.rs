//! WHERE takes no aggregate, however deep.

include!("../../../tables.rs");

fn main() {
    let _ = select(Person::name).filter(Person::active.and(Person::age.gt(1)));
}
