//! A number holds nothing.

include!("../../../tables.rs");

fn main() {
    let _ = piton::functions::string_to_array(Person::name, ",").includes(["a"]);
}
