use piton::prelude::*;

fn main() {
    let order = format!("{}, {}", "name", "age");
    let query = sql!("SELECT * FROM person ORDER BY {}", trusted(order));
    assert_eq!(query.to_sql(), "SELECT * FROM person ORDER BY name, age");
}
