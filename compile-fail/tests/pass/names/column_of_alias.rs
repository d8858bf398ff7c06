//! An alias has the columns of its table.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

fn main() {
    let _ = select(Manager.name);
}
