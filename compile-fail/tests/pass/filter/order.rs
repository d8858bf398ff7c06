//! An order is no condition.

include!("../../../tables.rs");

fn main() {
    let _ = select(Person).order_by(Person::age.desc());
}
