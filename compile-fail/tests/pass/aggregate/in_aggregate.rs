//! An aggregate has no aggregate in it.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

fn main() {
    let _ = select(max(Person::id));
}
