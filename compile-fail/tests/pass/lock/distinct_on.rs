//! Distinct rows are not locked.

include!("../../../tables.rs");

fn main() {
    let _ = select(Person::name).for_update();
}
