//! A range holds values of its type.

include!("../../../tables.rs");

fn main() {
    let _ = value(piton::value::Range::from(1_i32..3)).includes_value(1);
}
