//! ON compares columns of one type.

include!("../../../tables.rs");

fn main() {
    let _ = select(Person).join(FavoriteColor, FavoriteColor::person_id.eq(Person::id));
}
