//! ORDER BY takes no position.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

fn main() {
    let _ = select(Person).order_by(Person::id);
}
