//! `!` takes a condition.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

fn main() {
    let _ = !Person::active;
}
