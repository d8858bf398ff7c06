use piton::prelude::*;

fn main() {
    let name = "a";
    let query = sql!("SELECT {name}");
    assert_eq!(query.to_sql(), "SELECT $1");
}
