use piton::prelude::*;

fn main() {
    let query = sql!("SELECT {}", format!("{:?}", 1));
    assert_eq!(query.to_sql(), "SELECT $1");
}
