//! IN takes several values.

include!("../../../tables.rs");

fn main() {
    let _ = Person::age.in_([30]);
}
