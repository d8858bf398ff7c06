//! An argument of a fragment has a PostgreSQL type.

include!("../../../tables.rs");

fn main() {
    let _ = select(Person).filter(sql_expr!(bool, "age > {}", 25_i64));
}
