//! A table is a struct.
#![allow(dead_code, unused_imports)]

use piton::prelude::*;

#[derive(Table)]
struct Person {
    #[column(primary_key, auto)]
    id: i32,
}

fn main() {}
