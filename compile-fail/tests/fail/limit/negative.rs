//! LIMIT is not negative.

include!("../../../tables.rs");

fn main() {
    let _ = select(Person).limit(-1);
}
