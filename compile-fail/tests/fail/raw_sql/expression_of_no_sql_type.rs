use piton::prelude::*;

fn main() {
    struct Point(i32);
    let query = select(sql_expr!(Point, "1 + {}", 1));
}
