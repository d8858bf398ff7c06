//! Distinct rows are ordered by columns.

include!("../../../tables.rs");

fn main() {
    let _ = select(Person::age).distinct().order_by(Person::age);
}
