//! A right join takes a condition.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

fn main() {
    let _ = select(Person).right_join(FavoriteColor, FavoriteColor::person_id);
}
