//! A table is a struct with `#[derive(Table)]`.

include!("../../../tables.rs");

struct Pet {
    name: String,
}

fn main() {
    let _ = select(Pet);
}
