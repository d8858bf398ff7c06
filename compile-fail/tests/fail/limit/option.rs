//! An optional LIMIT is added by `if let`.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

fn main() {
    let page = Some(10);
    let mut query = select(Person);
    query = query.limit(page);
    let _ = query;
}
