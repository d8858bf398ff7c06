//! Rows of groups are not locked.

include!("../../../tables.rs");

fn main() {
    let _ = from(Person).select(Person::name).for_update();
}
