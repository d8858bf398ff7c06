//! Joins lead along relations.

include!("../../../relation_tables.rs");

fn main() {
    let _ = select(Post::id).join_along(Post::author);
}
