//! An integer is not multiplied by a float.

include!("../../../tables.rs");

fn main() {
    let _ = Person::age * 1.5;
}
