//! The columns in a fragment are of tables of the query.

include!("../../../tables.rs");

fn main() {
    let _ = select(Person).filter(sql_expr!(bool, "{} ~ '^r'", FavoriteColor::color));
}
