//! A join has a condition.

include!("../../../tables.rs");

fn main() {
    let _ = select(Person).cross_join(FavoriteColor);
}
