//! Conditions that are collected are about rows.

include!("../../../tables.rs");

fn main() {
    let _ = from(Person).filter(piton::expr::all([1, 2].map(|n| count(Person::id).gt(n))));
}
