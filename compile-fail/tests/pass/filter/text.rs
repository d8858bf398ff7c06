//! WHERE takes no text.

include!("../../../tables.rs");

fn main() {
    let _ = select(Person).filter(Person::age.gt(25));
}
