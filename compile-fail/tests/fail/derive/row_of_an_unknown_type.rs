//! A row is made of values and rows.
#![allow(dead_code, unused_imports)]

use piton::prelude::*;

struct Thing;

#[derive(Row)]
struct Counted {
    thing: Thing,
}

fn main() {}
