//! A table is joined once; a second time it needs an alias.

include!("../../../relation_tables.rs");

fn main() {
    let _ = select((Post::id, User)).join_along(Post::author).join_along(Post::editor.to(Editor));
}
