//! Each operand of AND reads tables of the query.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

fn main() {
    let _ = select(Person).filter(Person::age.gt(25).and(FavoriteColor::color.eq("red")));
}
