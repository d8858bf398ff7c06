//! Only texts have a collation.

include!("../../../tables.rs");

fn main() {
    let _ = Person::name.collate("C");
}
