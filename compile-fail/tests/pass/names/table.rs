//! A table has the name of its struct.

include!("../../../tables.rs");

fn main() {
    let _ = select(Person);
}
