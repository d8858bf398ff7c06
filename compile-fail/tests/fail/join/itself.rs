//! A table is joined to itself by an alias.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

fn main() {
    let _ = select(Person).join(Person, Person::id.eq(Person::manager_id));
}
