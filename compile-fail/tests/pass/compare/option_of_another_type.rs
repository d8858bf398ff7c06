//! A comparison that knows NULL takes an `Option` of the type.

include!("../../../tables.rs");

fn main() {
    let _ = Person::email.is_distinct_from(Some("a@b.c"));
}
