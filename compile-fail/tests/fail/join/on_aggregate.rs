//! ON takes no aggregate.

include!("../../../tables.rs");

fn main() {
    let _ = select(Person).join(FavoriteColor, max(FavoriteColor::person_id).eq(Person::id));
}
