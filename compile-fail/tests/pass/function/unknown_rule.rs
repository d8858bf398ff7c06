//! A result is NULL by one of the rules.

use piton::prelude::*;

sql_function! {
    fn slug(text: String) -> String, never null;
}

fn main() {}
