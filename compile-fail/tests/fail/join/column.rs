//! What is joined is a table.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

fn main() {
    let _ = select(Person).join(FavoriteColor::person_id, FavoriteColor::person_id.eq(Person::id));
}
