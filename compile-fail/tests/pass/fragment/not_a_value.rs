//! The type of a fragment is one of PostgreSQL.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

fn main() {
    let _ = select(fragment::<i64>("txid_current()"));
}
