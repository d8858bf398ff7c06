//! NULL is not a value.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

fn main() {
    let _ = select((Person::id, value(None::<i32>)));
}
