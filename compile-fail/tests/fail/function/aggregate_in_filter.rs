//! A function of an aggregate is an aggregate.

include!("../../../tables.rs");

fn main() {
    let _ = select(Person::id).filter(piton::functions::abs(max(Person::age)).gt(1));
}
