//! WHERE does not read an alias that is not joined.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

fn main() {
    let _ = select(Person).filter(Person::age.gt(Manager.age));
}
