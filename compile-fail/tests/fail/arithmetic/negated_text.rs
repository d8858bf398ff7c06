//! A text has no sign.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

fn main() {
    let _ = -Person::name;
}
