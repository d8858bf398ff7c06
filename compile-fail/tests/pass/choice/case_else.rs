//! ELSE has the type of the other values.

include!("../../../tables.rs");

fn main() {
    let _ = case_when(Person::age.lt(18), Person::name).otherwise(Person::email);
}
