use piton::prelude::*;

fn main() {
    let query = sql!("SELECT name FROM person WHERE id = $1", 7);
}
