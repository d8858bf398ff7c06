//! Conditions that are collected are about rows.

include!("../../../tables.rs");

fn main() {
    let _ = select(Person::age).group_by(Person::age).having(Person::age.gt(1));
}
