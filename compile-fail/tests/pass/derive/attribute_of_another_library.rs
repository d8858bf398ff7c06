//! An option has the name that other libraries give it.
#![allow(dead_code, unused_imports)]

use piton::prelude::*;

#[derive(Table)]
struct Person {
    #[column(primary_key, auto)]
    id: i32,
}

fn main() {
    let _ = select(Person);
}
