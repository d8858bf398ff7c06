//! The result is ordered by what it returns.

include!("../../../tables.rs");

fn main() {
    let _ = select(Person::id).union(select(Person::age)).order_by(Person::name);
}
