//! A number is compared with a number.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

fn main() {
    let _ = Person::age.eq("thirty");
}
