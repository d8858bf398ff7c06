//! A condition is written with `eq`, not with `==`.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

fn main() {
    let _ = select(Person).filter(Person::age == 30);
}
