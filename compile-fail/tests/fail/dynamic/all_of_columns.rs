//! What is collected are conditions.

include!("../../../tables.rs");

fn main() {
    let _ = select(Person::id).filter(piton::expr::all([Person::age]));
}
