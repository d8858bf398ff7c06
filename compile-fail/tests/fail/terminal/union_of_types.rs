//! Two queries of one type are one variable.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

fn main() {
    let by_name = true;
    let query = if by_name { select(Person::name) } else { select(Person::age) };
    let _ = query;
}
