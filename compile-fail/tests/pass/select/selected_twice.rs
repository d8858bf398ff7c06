//! A query selects once.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

fn main() {
    let _ = from(Person).select((Person::id, Person::name));
}
