//! A table is joined once; a second time it needs an alias.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

fn main() {
    let _ = select(FavoriteColor::color)
        .join(Person, Person::id.eq(FavoriteColor::person_id))
        .join(Manager, Manager.id.eq(Person::manager_id));
}
