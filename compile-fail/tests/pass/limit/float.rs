//! LIMIT is an integer.

include!("../../../tables.rs");

fn main() {
    let _ = select(Person).limit(1);
}
