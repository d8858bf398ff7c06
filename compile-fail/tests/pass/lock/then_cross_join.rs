//! Tables are joined before rows are locked.

include!("../../../tables.rs");

fn main() {
    let _ = select(Person::id).cross_join(FavoriteColor).for_share();
}
