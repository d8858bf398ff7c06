//! GROUP BY reads tables of the query.

include!("../../../tables.rs");

fn main() {
    let _ = select(count(Person::id)).group_by(FavoriteColor::color);
}
