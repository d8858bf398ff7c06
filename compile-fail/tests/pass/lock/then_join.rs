//! Tables are joined before rows are locked.

include!("../../../tables.rs");

fn main() {
    let _ = select(Person::id).join(FavoriteColor, FavoriteColor::person_id.eq(Person::id)).for_update();
}
