//! A join has a condition.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

fn main() {
    let _ = select(Person).cross_join(FavoriteColor);
}
