//! What is joined is a table.

include!("../../../tables.rs");

fn main() {
    let _ = select(Person).join(FavoriteColor::person_id, FavoriteColor::person_id.eq(Person::id));
}
