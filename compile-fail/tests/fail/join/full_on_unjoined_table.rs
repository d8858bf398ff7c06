//! A full join reads the tables before it and the joined one.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

fn main() {
    let _ = select(Person).full_join(FavoriteColor, FavoriteColor::person_id.eq(Manager.id));
}
