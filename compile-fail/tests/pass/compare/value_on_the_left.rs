//! An expression stands on the left.

include!("../../../tables.rs");

fn main() {
    let _ = select(Person).filter(value(30).lt(Person::age));
}
