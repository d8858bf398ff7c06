//! A Rust value is bound to be selected.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

fn main() {
    let _ = select(1);
}
