//! A constraint names a field that is not there.
#![allow(dead_code, unused_imports)]

use piton::prelude::*;

#[derive(Table)]
#[table(unique(id, name))]
struct Person {
    #[column(primary_key, auto)]
    id: i32,
    name: String,
}

fn main() {
    let _ = select(Person);
}
