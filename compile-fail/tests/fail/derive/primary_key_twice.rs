//! The primary key is declared on a field and on the struct.
#![allow(dead_code, unused_imports)]

use piton::prelude::*;

#[derive(Table)]
#[table(primary_key(id, part))]
struct Person {
    #[column(primary_key)]
    id: i32,
    part: i32,
}

fn main() {
    let _ = select(Person);
}
