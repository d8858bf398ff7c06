//! An item has one direction.

include!("../../../tables.rs");

fn main() {
    let _ = select(Person).order_by(Person::name.asc().desc());
}
