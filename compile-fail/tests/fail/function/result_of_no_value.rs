//! A result has a type of PostgreSQL.

use piton::prelude::*;

sql_function! {
    fn slug(text: String) -> u32;
}

fn main() {}
