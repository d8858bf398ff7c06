//! OR takes conditions.

include!("../../../tables.rs");

fn main() {
    let _ = Person::active.or("true");
}
