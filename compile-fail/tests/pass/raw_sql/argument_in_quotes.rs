use piton::prelude::*;

fn main() {
    let name = "a";
    let query = sql!("SELECT id FROM person WHERE name LIKE {name} || '%'");
    assert_eq!(query.to_sql(), "SELECT id FROM person WHERE name LIKE $1 || '%'");
}
