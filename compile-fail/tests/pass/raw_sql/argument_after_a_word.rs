use piton::prelude::*;

fn main() {
    let count = 2;
    let query = sql!("SELECT id FROM person LIMIT {count}");
    assert_eq!(query.to_sql(), "SELECT id FROM person LIMIT $1");
}
