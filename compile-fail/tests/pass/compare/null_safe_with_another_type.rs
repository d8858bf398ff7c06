//! A comparison that knows NULL takes a value of the type.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

fn main() {
    let _ = Person::manager_id.is_not_distinct_from(1);
}
