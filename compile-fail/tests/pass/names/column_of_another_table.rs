//! A column belongs to its table.

include!("../../../tables.rs");

fn main() {
    let _ = select(Person::id).filter(Person::name.eq("red"));
}
