//! The columns in a fragment are of tables of the query.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

fn main() {
    let _ = select(Person).filter(sql_expr!(bool, "{} ~ '^r'", FavoriteColor::color));
}
