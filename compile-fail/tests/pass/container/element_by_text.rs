//! An element is found by its index.

include!("../../../tables.rs");

fn main() {
    let _ = piton::functions::string_to_array(Person::name, ",").at(1);
}
