use piton::prelude::*;

fn main() {
    struct Point(i32);
    let query = sql!("SELECT {}", Point(1).0);
    assert_eq!(query.to_sql(), "SELECT $1");
}
