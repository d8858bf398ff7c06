//! A comparison that knows NULL takes a column of the type.

include!("../../../tables.rs");

fn main() {
    let _ = Person::manager_id.is_not_distinct_from(Person::name);
}
