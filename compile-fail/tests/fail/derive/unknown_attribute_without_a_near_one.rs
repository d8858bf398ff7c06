//! An option is unknown.
#![allow(dead_code, unused_imports)]

use piton::prelude::*;

#[derive(Table)]
struct Person {
    #[column(colour)]
    id: i32,
}

fn main() {
    let _ = select(Person);
}
