//! WHERE reads tables of the query.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

fn main() {
    let _ = select(Person)
        .join(FavoriteColor, Person::id.eq(FavoriteColor::person_id))
        .filter(FavoriteColor::color.eq("red"));
}
