//! An integer is not compared with a float.

include!("../../../tables.rs");

fn main() {
    let _ = Person::age.lt(26);
}
