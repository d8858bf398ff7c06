//! HAVING reads tables of the query.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

fn main() {
    let _ = select(Person::name).group_by(Person::name).having(count(Person::id).gt(1));
}
