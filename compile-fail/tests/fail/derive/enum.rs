//! A table is a struct.
#![allow(dead_code, unused_imports)]

use piton::prelude::*;

#[derive(Table)]
enum Person {
    Alice,
}

fn main() {}
