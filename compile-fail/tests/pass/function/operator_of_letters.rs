//! An operator is made of the characters of operators.

use piton::prelude::*;

sql_operator! {
    fn similar(left: String, right: String) -> bool = "%";
}

fn main() {}
