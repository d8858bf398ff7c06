//! An operator begins no comment.

use piton::prelude::*;

sql_operator! {
    fn similar(left: String, right: String) -> bool = "~-";
}

fn main() {}
