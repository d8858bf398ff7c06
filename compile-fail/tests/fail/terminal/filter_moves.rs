//! A verb moves the query.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

fn main() {
    let query = select(Person);
    let adults = query.filter(Person::age.ge(18));
    assert_ne!(adults.to_sql(), query.to_sql());
}
