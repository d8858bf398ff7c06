//! Only integers count up.
#![allow(dead_code, unused_imports)]

use piton::prelude::*;

#[derive(Table)]
struct Person {
    #[column(primary_key, auto)]
    id: String,
}

fn main() {
    let _ = select(Person);
}
