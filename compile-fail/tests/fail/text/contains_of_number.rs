//! Only a text contains another.

include!("../../../tables.rs");

fn main() {
    let _ = Person::age.contains("3");
}
