//! A cross join needs a new table.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

fn main() {
    let _ = select(Person).cross_join(Person);
}
