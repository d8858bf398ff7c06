//! A result has a type of PostgreSQL.

use piton::prelude::*;

sql_function! {
    fn slug(text: String) -> i32;
}

fn main() {}
