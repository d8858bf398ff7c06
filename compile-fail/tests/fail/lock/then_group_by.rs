//! Rows that are locked are not grouped.

include!("../../../tables.rs");

fn main() {
    let _ = select(Person::name).for_update().group_by(Person::name);
}
