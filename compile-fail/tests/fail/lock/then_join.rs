//! Tables are joined before rows are locked.

include!("../../../tables.rs");

fn main() {
    let _ = select(Person::id).for_update().left_join(FavoriteColor, FavoriteColor::person_id.eq(Person::id));
}
