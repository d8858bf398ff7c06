use piton::prelude::*;

fn main() {
    let name = "a";
    let query = sql!("SELECT {nmae}");
}
