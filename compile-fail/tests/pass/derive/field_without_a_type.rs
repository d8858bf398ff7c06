//! A field has a type that PostgreSQL does not have.
#![allow(dead_code, unused_imports)]

use piton::prelude::*;

type Thing = String;

#[derive(Table)]
struct Person {
    #[column(primary_key, auto)]
    id: i32,
    thing: Thing,
}

fn main() {
    let _ = select(Person::thing);
    let _ = select(Person);
}
