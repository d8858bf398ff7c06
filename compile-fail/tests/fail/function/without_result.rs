//! A declared function has a result.

use piton::prelude::*;

sql_function! {
    fn notify(channel: String);
}

fn main() {}
