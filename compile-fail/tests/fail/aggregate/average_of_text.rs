//! A mean is one of numbers.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

fn main() {
    let _ = select(avg(Person::name));
}
