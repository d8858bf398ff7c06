//! A text has no sign.

include!("../../../tables.rs");

fn main() {
    let _ = -Person::name;
}
