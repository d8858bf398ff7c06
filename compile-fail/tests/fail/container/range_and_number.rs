//! A range is added to a range.

include!("../../../tables.rs");

fn main() {
    let _ = value(piton::value::Range::from(1..3)) + 1_i64;
}
