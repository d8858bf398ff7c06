use piton::prelude::*;

fn main() {
    let query = sql!("SELECT }}");
    assert_eq!(query.to_sql(), "SELECT }");
}
