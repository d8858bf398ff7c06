//! Only a text contains another.

include!("../../../tables.rs");

fn main() {
    let _ = Person::name.contains("3");
}
