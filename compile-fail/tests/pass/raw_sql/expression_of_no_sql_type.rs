use piton::prelude::*;

fn main() {
    struct Point(i32);
    let query = select(sql_expr!(Option<i32>, "1 + {}", 1));
    assert_eq!(query.to_sql(), "SELECT 1 + $1");
}
