//! An operator has one operand or two.

use piton::prelude::*;

sql_operator! {
    fn similar(left: String, right: String) -> bool = "%";
}

fn main() {}
