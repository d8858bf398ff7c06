//! Bytes are no number.

include!("../../../tables.rs");

fn main() {
    let _ = Person::name.cast::<Vec<u8>>().cast::<i32>();
}
