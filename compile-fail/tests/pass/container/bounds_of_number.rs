//! A number has no bounds.

include!("../../../tables.rs");

fn main() {
    let _ = piton::functions::range_lower(value(piton::value::Range::from(1..3)));
}
