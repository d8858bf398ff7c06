//! A text is no document.

include!("../../../tables.rs");

fn main() {
    let _ = Person::name.matches_query(piton::functions::plainto_tsquery("english", "cat"));
}
