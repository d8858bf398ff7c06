use piton::prelude::*;

fn main() {
    let one = 1;
    let query = sql!("SELECT {one}, {one}");
    assert_eq!(query.to_sql(), "SELECT $1, $2");
}
