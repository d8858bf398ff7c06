//! Only a timestamp is in a time zone.

include!("../../../tables.rs");

fn main() {
    let _ = Person::name.eq("UTC");
}
