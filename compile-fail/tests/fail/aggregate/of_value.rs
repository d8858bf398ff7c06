//! An aggregate takes no value of Rust.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

fn main() {
    let _ = select((Person::id, count(1))).group_by(Person::id);
}
