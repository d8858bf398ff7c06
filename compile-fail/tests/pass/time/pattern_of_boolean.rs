//! Only numbers and times are written by a pattern.

include!("../../../tables.rs");

fn main() {
    let _ = piton::functions::to_char(Person::age, "9");
}
