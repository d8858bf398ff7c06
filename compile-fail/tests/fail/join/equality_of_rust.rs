//! ON is written with `eq`, not with `==`.

include!("../../../tables.rs");

fn main() {
    let _ = select(Person).join(FavoriteColor, FavoriteColor::person_id == Person::id);
}
