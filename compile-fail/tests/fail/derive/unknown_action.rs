//! An action is misspelt.
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
    #[column(references = Person::id, on_delete = casade)]
    owner: i32,
}

fn main() {
    let _ = select(Person);
}
