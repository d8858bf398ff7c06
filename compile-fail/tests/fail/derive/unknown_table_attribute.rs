//! An option of the table is misspelt.
#![allow(dead_code, unused_imports)]

use piton::prelude::*;

#[derive(Table)]
#[table(nme = "people")]
struct Person {
    #[column(primary_key, auto)]
    id: i32,
}

fn main() {
    let _ = select(Person);
}
