//! An option is given twice.
#![allow(dead_code, unused_imports)]

use piton::prelude::*;

#[derive(Table)]
struct Person {
    #[column(primary_key)]
    #[column(auto, primary_key)]
    id: i32,
}

fn main() {
    let _ = select(Person);
}
