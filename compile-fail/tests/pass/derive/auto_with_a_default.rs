//! A value comes from one place.
#![allow(dead_code, unused_imports)]

use piton::prelude::*;

#[derive(Table)]
struct Person {
    #[column(primary_key, default = "7")]
    id: i32,
}

fn main() {
    let _ = select(Person);
}
