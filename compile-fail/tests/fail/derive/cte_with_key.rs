//! A CTE is not stored, and has no key.

use piton::prelude::*;

#[derive(Cte)]
struct Adult {
    #[column(primary_key)]
    id: i32,
}

fn main() {}
