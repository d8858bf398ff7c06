//! A CTE is not stored, and has no key.

use piton::prelude::*;

#[derive(Cte)]
struct Adult {
    id: i32,
}

fn main() {}
