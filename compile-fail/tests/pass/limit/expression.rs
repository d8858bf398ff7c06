//! LIMIT takes no expression.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

fn main() {
    let _ = select(Person).limit(10);
}
