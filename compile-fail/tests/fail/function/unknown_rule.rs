//! A result is NULL by one of the rules.

use piton::prelude::*;

sql_function! {
    fn slug(text: String) -> String, not null;
}

fn main() {}
