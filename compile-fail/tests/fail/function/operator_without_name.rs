//! An operator has a name of its own.

use piton::prelude::*;

sql_operator! {
    fn similar(left: String, right: String) -> bool;
}

fn main() {}
