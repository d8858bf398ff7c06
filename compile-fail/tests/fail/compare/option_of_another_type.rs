//! A comparison that knows NULL takes an `Option` of the type.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

fn main() {
    let _ = Person::email.is_distinct_from(Some(1));
}
