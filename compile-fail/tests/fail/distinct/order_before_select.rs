//! ORDER BY comes after SELECT.

include!("../../../tables.rs");

fn main() {
    let _ = from(Person).order_by(Person::name).select(Person::name);
}
