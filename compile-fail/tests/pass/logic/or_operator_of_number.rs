//! `|` joins conditions.

include!("../../../tables.rs");

fn main() {
    let _ = Person::age.gt(25) | Person::active;
}
