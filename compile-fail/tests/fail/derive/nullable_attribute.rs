//! Whether a column may be NULL is its type.
#![allow(dead_code, unused_imports)]

use piton::prelude::*;

#[derive(Table)]
struct Person {
    #[column(primary_key, auto)]
    id: i32,
    #[column(nullable)]
    name: String,
}

fn main() {
    let _ = select(Person);
}
