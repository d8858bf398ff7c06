//! A regular expression is matched by a text.

include!("../../../tables.rs");

fn main() {
    let _ = Person::name.matches("1");
}
