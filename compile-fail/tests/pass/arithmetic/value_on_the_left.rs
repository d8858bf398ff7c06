//! An expression stands on the left.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

fn main() {
    let _ = value(1) + Person::age;
}
