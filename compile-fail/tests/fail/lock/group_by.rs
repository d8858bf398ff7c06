//! Rows of groups are not locked.

include!("../../../tables.rs");

fn main() {
    let _ = from(Person).group_by(Person::name).select(Person::name).for_update();
}
