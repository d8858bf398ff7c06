//! Each mistake is reported, and nothing else.
#![allow(dead_code, unused_imports)]

use piton::prelude::*;

#[derive(Table)]
#[table(schema = "app")]
struct Person {
    #[column(primary_key, auto)]
    id: i32,
    #[column(unique)]
    name: String,
}

fn main() {
    let _ = select(Person::id).filter(Person::name.eq("Alice"));
}
