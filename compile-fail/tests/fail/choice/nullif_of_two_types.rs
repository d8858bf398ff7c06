//! NULLIF compares values of one type.

include!("../../../tables.rs");

fn main() {
    let _ = nullif(Person::name, 1);
}
