//! A declared function has a result.

use piton::prelude::*;

sql_function! {
    fn notify(channel: String) -> i32;
}

fn main() {}
