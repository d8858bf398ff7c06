//! A primary key cannot be NULL.
#![allow(dead_code, unused_imports)]

use piton::prelude::*;

#[derive(Table)]
struct Person {
    #[column(primary_key)]
    id: i32,
}

fn main() {
    let _ = select(Person);
}
