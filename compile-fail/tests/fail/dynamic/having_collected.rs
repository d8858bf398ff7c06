//! Conditions that are collected are about rows.

include!("../../../tables.rs");

fn main() {
    let _ = select(Person::age).group_by(Person::age).having(piton::expr::all([1, 2].map(|age| Person::age.gt(age))));
}
