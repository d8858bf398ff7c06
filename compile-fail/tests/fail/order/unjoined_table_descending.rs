//! ORDER BY .. DESC reads tables of the query.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

fn main() {
    let _ = select(Person).order_by(FavoriteColor::color.desc());
}
