//! COALESCE takes values of one type.

include!("../../../tables.rs");

fn main() {
    let _ = coalesce((Person::email, "none"));
}
