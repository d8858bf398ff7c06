//! A Rust value in a tuple is bound to be selected.

include!("../../../tables.rs");

fn main() {
    let _ = select((Person::id, value("Alice".to_owned())));
}
