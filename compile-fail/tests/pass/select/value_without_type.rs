//! A bound value has a PostgreSQL type.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

fn main() {
    let _ = select((Person::id, value(7_i64)));
}
