//! The table that a relation begins at is part of the query.

include!("../../../relation_tables.rs");

fn main() {
    let _ = select(User::id).join_along(User::posts);
}
