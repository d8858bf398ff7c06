//! `on_delete` needs a foreign key.
#![allow(dead_code, unused_imports)]

use piton::prelude::*;

#[derive(Table)]
struct Person {
    #[column(primary_key, auto)]
    id: i32,
    name: String,
}

#[derive(Table)]
struct Pet {
    #[column(on_delete = cascade)]
    owner: i32,
}

fn main() {
    let _ = select(Person);
}
