//! An optional LIMIT is added by `if let`.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

fn main() {
    let page = Some(10);
    let mut query = select(Person);
    if let Some(rows) = page {
        query = query.limit(rows);
    }
    let _ = query;
}
