use piton::prelude::*;

fn main() {
    let query = sql!("SELECT {}, {}", 1);
}
