//! What is joined is a table.

include!("../../../tables.rs");

fn main() {
    let _ = select(Person).join(FavoriteColor, FavoriteColor::person_id.eq(Person::id));
}
