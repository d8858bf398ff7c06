//! A cast is one that PostgreSQL has.

include!("../../../tables.rs");

fn main() {
    let _ = Person::active.cast::<i64>();
}
