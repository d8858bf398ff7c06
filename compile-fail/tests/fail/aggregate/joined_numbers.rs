//! STRING_AGG joins texts.

include!("../../../tables.rs");

fn main() {
    let _ = string_agg(Person::age, ",");
}
