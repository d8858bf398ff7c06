//! A cast names a type of PostgreSQL.

include!("../../../tables.rs");

fn main() {
    let _ = Person::age.cast::<u32>();
}
