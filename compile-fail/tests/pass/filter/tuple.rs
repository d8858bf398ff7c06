//! WHERE takes one condition at a time.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

fn main() {
    let _ = select(Person).filter(Person::age.gt(25).and(Person::active));
}
