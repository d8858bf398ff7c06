//! Only texts are joined.

include!("../../../tables.rs");

fn main() {
    let _ = Person::age.concat(" years");
}
