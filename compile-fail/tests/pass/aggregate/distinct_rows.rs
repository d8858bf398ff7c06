//! Rows are counted, distinct or not; values can be distinct.

include!("../../../tables.rs");

fn main() {
    let _ = from(Person).select(count(Person::name).distinct());
}
