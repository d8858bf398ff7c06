//! One row is joined.

include!("../../../relation_tables.rs");

fn main() {
    let _ = select((Post::id, User)).join_along(Post::author);
}
