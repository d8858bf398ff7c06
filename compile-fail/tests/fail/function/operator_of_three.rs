//! An operator has one operand or two.

use piton::prelude::*;

sql_operator! {
    fn similar(left: String, right: String, limit: f32) -> bool = "%";
}

fn main() {}
