//! ON takes a condition.

include!("../../../tables.rs");

fn main() {
    let _ = select(Person).join(FavoriteColor, FavoriteColor::person_id);
}
