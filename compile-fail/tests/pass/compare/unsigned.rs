//! PostgreSQL has no unsigned integers.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

fn main() {
    let age: i32 = 25;
    let _ = Person::age.ge(age);
}
