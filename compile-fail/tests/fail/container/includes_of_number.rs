//! A number holds nothing.

include!("../../../tables.rs");

fn main() {
    let _ = Person::age.includes(1);
}
