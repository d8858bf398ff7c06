//! ORDER BY comes after SELECT.

include!("../../../tables.rs");

fn main() {
    let _ = from(Person).select(Person::name).order_by(Person::name);
}
