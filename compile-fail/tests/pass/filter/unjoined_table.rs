//! WHERE reads tables of the query.

include!("../../../tables.rs");

fn main() {
    let _ = select(Person)
        .join(FavoriteColor, Person::id.eq(FavoriteColor::person_id))
        .filter(FavoriteColor::color.eq("red"));
}
