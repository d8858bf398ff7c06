//! A table has no comparison; its columns have.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

fn main() {
    let _ = Person::id.eq(1);
}
