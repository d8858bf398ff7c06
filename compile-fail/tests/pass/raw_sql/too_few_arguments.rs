use piton::prelude::*;

fn main() {
    let query = sql!("SELECT {}, {}", 1, 2);
    assert_eq!(query.to_sql(), "SELECT $1, $2");
}
