//! All values of a CASE have the type of the first.

include!("../../../tables.rs");

fn main() {
    let _ = case_when(Person::age.lt(18), Person::id).when(Person::age.lt(60), "adult");
}
