//! Rows that are locked are returned as they are.

include!("../../../tables.rs");

fn main() {
    let _ = select(Person::name).distinct();
}
