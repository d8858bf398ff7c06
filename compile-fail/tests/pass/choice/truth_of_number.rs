//! IS TRUE takes a condition.

include!("../../../tables.rs");

fn main() {
    let _ = Person::active.is_true();
}
