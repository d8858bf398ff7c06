//! SQL text stands in quotes.
#![allow(dead_code, unused_imports)]

use piton::prelude::*;

#[derive(Table)]
struct Person {
    #[column(primary_key, auto)]
    id: i32,
    #[column(default = "3")]
    age: i32,
}

fn main() {
    let _ = select(Person);
}
