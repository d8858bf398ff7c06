use piton::prelude::*;

fn main() {
    struct Point(i32);
    let query = sql!("SELECT {}", Point(1));
}
