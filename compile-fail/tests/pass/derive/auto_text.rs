//! Only integers count up.
#![allow(dead_code, unused_imports)]

use piton::prelude::*;

#[derive(Table)]
struct Person {
    #[column(primary_key, auto)]
    id: i64,
}

fn main() {
    let _ = select(Person);
}
