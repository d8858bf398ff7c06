//! A column of the query around is marked with `outer`.

include!("../../../tables.rs");

fn main() {
    let _ = select(Person::id).filter(exists(from(FavoriteColor).filter(FavoriteColor::person_id.eq(Person::id))));
}
