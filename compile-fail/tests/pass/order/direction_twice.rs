//! An item has one direction.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

fn main() {
    let _ = select(Person).order_by(Person::name.desc());
}
