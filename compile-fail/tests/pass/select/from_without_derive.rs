//! What is read from is a table.

include!("../../../tables.rs");

fn main() {
    let _ = from(Person).select(Person::id);
}
