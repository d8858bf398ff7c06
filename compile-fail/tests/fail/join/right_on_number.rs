//! A right join takes a condition.

include!("../../../tables.rs");

fn main() {
    let _ = select(Person).right_join(FavoriteColor, FavoriteColor::person_id);
}
