use piton::prelude::*;

fn main() {
    let text = format!("SELECT * FROM person ORDER BY {}", "name");
    let query = sql!(text);
}
