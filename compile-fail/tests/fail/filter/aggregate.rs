//! WHERE takes no aggregate.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

fn main() {
    let _ = select(Person::name).filter(max(Person::age).gt(25));
}
