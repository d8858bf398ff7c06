//! WHERE takes one condition at a time.

include!("../../../tables.rs");

fn main() {
    let _ = select(Person).filter((Person::age.gt(25), Person::active));
}
