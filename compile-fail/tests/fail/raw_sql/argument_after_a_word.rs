use piton::prelude::*;

fn main() {
    let count = 2;
    let query = sql!("SELECT id FROM person LIMIT{count}");
}
