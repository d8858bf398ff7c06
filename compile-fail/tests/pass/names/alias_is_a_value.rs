//! The columns of an alias are its fields.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

fn main() {
    let _ = select(Manager.name);
}
