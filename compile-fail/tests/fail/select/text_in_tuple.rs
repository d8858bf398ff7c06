//! A Rust value in a tuple is bound to be selected.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

fn main() {
    let _ = select((Person::id, "Alice"));
}
