use piton::prelude::*;

fn main() {
    let query = sql!("SELECT {0}, {0}", 1);
}
