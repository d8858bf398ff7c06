//! The table that a relation begins at is part of the query.

include!("../../../relation_tables.rs");

fn main() {
    let _ = select(Comment::id).join_along(User::posts);
}
