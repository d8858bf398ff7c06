use piton::prelude::*;

fn main() {
    let pair = (1, 2);
    let query = sql!("SELECT {pair.0}");
}
