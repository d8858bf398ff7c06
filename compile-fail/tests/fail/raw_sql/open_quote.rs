use piton::prelude::*;

fn main() {
    let query = sql!("SELECT id FROM person WHERE name = 'a");
}
