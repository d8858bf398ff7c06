//! A skipped field is not a column.
#![allow(dead_code, unused_imports)]

use piton::prelude::*;

#[derive(Table)]
struct Person {
    #[column(primary_key, auto)]
    id: i32,
    #[column(skip)]
    cache: String,
}

fn main() {
    let _ = select(Person);
}
