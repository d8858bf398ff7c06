//! Rows of a function have numbers.

include!("../../../tables.rs");

fn main() {
    let _ = unnest(vec![1, 2]).with_ordinality();
}
