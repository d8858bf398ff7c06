//! Ids are no numbers.

include!("../../../tables.rs");

fn main() {
    let _ = Person::id + 1;
}
