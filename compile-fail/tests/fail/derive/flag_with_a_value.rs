//! A flag has no value.
#![allow(dead_code, unused_imports)]

use piton::prelude::*;

#[derive(Table)]
struct Person {
    #[column(primary_key = true)]
    id: i32,
}

fn main() {
    let _ = select(Person);
}
