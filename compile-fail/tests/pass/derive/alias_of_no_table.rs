//! An alias is one of a table.
#![allow(dead_code, unused_imports)]

use piton::prelude::*;

#[derive(Table)]
struct Person {
    #[column(primary_key, auto)]
    id: i32,
    name: String,
}

alias!(Manager = Person);

fn main() {
    let _ = select(Manager);
}
