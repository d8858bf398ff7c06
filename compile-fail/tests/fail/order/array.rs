//! ORDER BY takes a tuple, not an array.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

fn main() {
    let _ = select(Person).order_by([Person::name.asc(), Person::name.desc()]);
}
