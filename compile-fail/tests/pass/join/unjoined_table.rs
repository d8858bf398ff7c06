//! ON reads tables of the query.

include!("../../../tables.rs");

fn main() {
    let _ = select(Person).join(FavoriteColor, FavoriteColor::person_id.eq(Person::id));
}
