//! A table is joined once; a second time it needs an alias.

include!("../../../tables.rs");

fn main() {
    let _ = select(FavoriteColor::color)
        .join(Person, Person::id.eq(FavoriteColor::person_id))
        .join(Person, Person::id.eq(Person::manager_id));
}
