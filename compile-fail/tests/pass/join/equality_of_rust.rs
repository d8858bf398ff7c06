//! ON is written with `eq`, not with `==`.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

fn main() {
    let _ = select(Person).join(FavoriteColor, FavoriteColor::person_id.eq(Person::id));
}
