use piton::prelude::*;

fn main() {
    let query = sql!("SELECT name FROM person WHERE id = {} OR name = '$1'", 7);
    assert_eq!(query.to_sql(), "SELECT name FROM person WHERE id = $1 OR name = '$1'");
}
