//! An alias of the table that the relation leads to.

include!("../../../relation_tables.rs");

fn main() {
    let _ = select(Post::id).filter(Post::comments.to(Editor).exists());
}
