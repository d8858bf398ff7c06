//! Tables are joined before rows are locked.

include!("../../../tables.rs");

fn main() {
    let _ = select(Person::id).for_share().cross_join(FavoriteColor);
}
