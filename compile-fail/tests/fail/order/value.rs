//! ORDER BY takes no value of Rust.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

fn main() {
    let _ = select(Person).order_by((Person::name, "age"));
}
