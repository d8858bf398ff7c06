//! An argument has a type of PostgreSQL.

use piton::prelude::*;

sql_function! {
    fn slug(text: i32) -> String;
}

fn main() {}
