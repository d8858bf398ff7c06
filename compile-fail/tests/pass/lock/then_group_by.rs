//! Rows that are locked are not grouped.

include!("../../../tables.rs");

fn main() {
    let _ = select(Person::name).group_by(Person::name);
}
