//! A cross join has no condition.

include!("../../../tables.rs");

fn main() {
    let _ = select(Person).cross_join(FavoriteColor, FavoriteColor::person_id.eq(Person::id));
}
