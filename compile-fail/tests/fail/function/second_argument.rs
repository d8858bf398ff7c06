//! Each argument has its type.

include!("../../../tables.rs");

fn main() {
    let _ = piton::functions::left(Person::name, "3");
}
