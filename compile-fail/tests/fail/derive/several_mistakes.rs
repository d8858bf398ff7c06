//! Each mistake is reported, and nothing else.
#![allow(dead_code, unused_imports)]

use piton::prelude::*;

#[derive(Table)]
#[table(shema = "app")]
struct Person {
    #[column(primary_kye, auto)]
    id: i32,
    #[column(uniqe)]
    name: String,
}

fn main() {
    let _ = select(Person::id).filter(Person::name.eq("Alice"));
}
