//! A table is a struct with `#[derive(Table)]`.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

#[derive(Table)]
struct Pet {
    name: String,
}

fn main() {
    let _ = select(Pet);
}
