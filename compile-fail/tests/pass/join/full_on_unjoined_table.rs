//! A full join reads the tables before it and the joined one.

include!("../../../tables.rs");

fn main() {
    let _ = select(Person).full_join(FavoriteColor, FavoriteColor::person_id.eq(Person::id));
}
