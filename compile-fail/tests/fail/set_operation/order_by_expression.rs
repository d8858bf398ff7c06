//! The result is ordered by columns.

include!("../../../tables.rs");

fn main() {
    let _ = select(Person::id).union(select(Person::age)).order_by(Person::id + 1);
}
