//! WHERE reads tables of the query.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

fn main() {
    let _ = select(Person).filter(FavoriteColor::color.eq("red"));
}
