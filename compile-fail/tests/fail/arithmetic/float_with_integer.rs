//! An integer is not multiplied by a float.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

fn main() {
    let _ = Person::age * 1.5;
}
