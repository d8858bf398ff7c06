//! A foreign key has the type of the column that it refers to.
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
    #[column(references = Person::id)]
    owner: Option<i32>,
}

fn main() {
    let _ = select(Person);
}
