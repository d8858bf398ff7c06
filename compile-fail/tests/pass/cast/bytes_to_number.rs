//! Bytes are no number.

include!("../../../tables.rs");

fn main() {
    let _ = Person::name.cast::<i32>();
}
