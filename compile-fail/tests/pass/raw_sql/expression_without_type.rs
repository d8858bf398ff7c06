use piton::prelude::*;

fn main() {
    let query = select(sql_expr!(i32, "1 + {}", 1));
    assert_eq!(query.to_sql(), "SELECT 1 + $1");
}
