//! Two fields are the same column.
#![allow(dead_code, unused_imports)]

use piton::prelude::*;

#[derive(Table)]
struct Person {
    #[column(primary_key, auto)]
    id: i32,
    name: String,
    #[column(name = "nick_name")]
    nick: String,
}

fn main() {
    let _ = select(Person);
}
