use piton::prelude::*;

fn main() {
    let query = sql!("SELECT {}", 2 + 3);
    assert_eq!(query.to_sql(), "SELECT $1");
}
