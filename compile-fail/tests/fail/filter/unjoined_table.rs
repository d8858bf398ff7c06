//! WHERE reads tables of the query.

include!("../../../tables.rs");

fn main() {
    let _ = select(Person).filter(FavoriteColor::color.eq("red"));
}
