//! An integer is not compared with a float.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

fn main() {
    let _ = Person::age.lt(25.5);
}
