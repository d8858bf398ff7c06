//! An `i32` is compared with an `i32`.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

fn main() {
    let _ = Person::age.gt(25_i32);
}
