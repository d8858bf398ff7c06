//! Elements are compared with values of their type.

include!("../../../tables.rs");

fn main() {
    let _ = Person::name.eq_any_of(piton::functions::string_to_array(Person::name, ","));
}
