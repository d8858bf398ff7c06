use piton::prelude::*;

fn main() {
    struct Point(i32);
    let query = select(sql_expr!(i32, "1 + {}", Point(1)));
}
