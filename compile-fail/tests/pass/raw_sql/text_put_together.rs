use piton::prelude::*;

fn main() {
    let query = sql!("SELECT * FROM person ORDER BY {}", trusted("name"));
    assert_eq!(query.to_sql(), "SELECT * FROM person ORDER BY name");
}
