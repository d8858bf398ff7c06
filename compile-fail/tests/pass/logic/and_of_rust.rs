//! Conditions are joined by `and` or `&`, not by `&&`.

include!("../../../tables.rs");

fn main() {
    let _ = Person::active & Person::age.gt(25);
}
