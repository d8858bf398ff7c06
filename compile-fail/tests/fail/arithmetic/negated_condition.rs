//! A condition has no sign.

include!("../../../tables.rs");

fn main() {
    let _ = -Person::active;
}
