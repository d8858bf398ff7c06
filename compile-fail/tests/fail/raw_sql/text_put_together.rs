use piton::prelude::*;

fn main() {
    let query = sql!("SELECT * FROM person ORDER BY ".to_owned() + "name");
}
