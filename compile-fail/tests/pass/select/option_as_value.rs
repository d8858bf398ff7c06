//! NULL is not a value.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

fn main() {
    let _ = select((Person::id, fragment::<Option<i32>>("NULL::integer")));
}
