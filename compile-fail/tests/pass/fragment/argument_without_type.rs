//! An argument of a fragment has a PostgreSQL type.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

fn main() {
    let _ = select(Person).filter(sql_expr!(bool, "age > {}", 25_i64));
}
