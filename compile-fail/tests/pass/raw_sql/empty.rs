use piton::prelude::*;

fn main() {
    let query = sql!("VALUES (1)");
    assert_eq!(query.to_sql(), "VALUES (1)");
}
