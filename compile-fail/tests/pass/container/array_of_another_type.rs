//! An array holds values of its type.

include!("../../../tables.rs");

fn main() {
    let _ = piton::functions::string_to_array(Person::name, ",").includes(["a"]);
}
