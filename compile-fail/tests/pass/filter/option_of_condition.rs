//! An optional filter is added by `if let`.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

fn main() {
    let min_age = Some(25);
    let mut query = select(Person);
    if let Some(age) = min_age {
        query = query.filter(Person::age.gt(age));
    }
    let _ = query;
}
