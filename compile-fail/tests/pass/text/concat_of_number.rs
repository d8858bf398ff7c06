//! Only texts are joined.

include!("../../../tables.rs");

fn main() {
    let _ = Person::name.concat(" years");
}
