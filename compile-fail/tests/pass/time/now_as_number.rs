//! The time of now is a moment.

include!("../../../tables.rs");

fn main() {
    let _ = piton::functions::random();
}
