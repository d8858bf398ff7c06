//! WHERE takes a condition.

include!("../../../tables.rs");

fn main() {
    let _ = select(Person).filter(Person::active);
}
