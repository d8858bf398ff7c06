use piton::prelude::*;

fn main() {
    let query = sql!("SELECT id FROM person WHERE name = 'a'");
    assert_eq!(query.to_sql(), "SELECT id FROM person WHERE name = 'a'");
}
