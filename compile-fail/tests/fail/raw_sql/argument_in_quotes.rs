use piton::prelude::*;

fn main() {
    let name = "a";
    let query = sql!("SELECT id FROM person WHERE name LIKE '{name}%'");
}
