//! A query is grouped once.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

fn main() {
    let _ = select((Person::name, Person::age)).group_by(Person::name).group_by(Person::age);
}
