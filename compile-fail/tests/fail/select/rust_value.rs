//! A Rust value is bound to be selected.

include!("../../../tables.rs");

fn main() {
    let _ = select(1);
}
