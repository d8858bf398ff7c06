//! An expression of ORDER BY reads tables of the query.

include!("../../../tables.rs");

fn main() {
    let _ = select(Person).order_by(Person::id + 1);
}
