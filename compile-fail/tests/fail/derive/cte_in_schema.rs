//! A CTE is not stored, and has no schema.

use piton::prelude::*;

#[derive(Cte)]
#[table(schema = "app")]
struct Adult {
    id: i32,
}

fn main() {}
