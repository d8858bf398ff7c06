//! COALESCE takes a tuple.

include!("../../../tables.rs");

fn main() {
    let _ = coalesce((Person::email, "none"));
}
