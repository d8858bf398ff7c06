//! LIMIT takes a number.

include!("../../../tables.rs");

fn main() {
    let _ = select(Person).limit(10);
}
