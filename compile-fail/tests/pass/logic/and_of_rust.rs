//! Conditions are joined by `and` or `&`, not by `&&`.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

fn main() {
    let _ = Person::active & Person::age.gt(25);
}
