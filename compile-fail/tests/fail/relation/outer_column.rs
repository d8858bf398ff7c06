//! A relation reads no query around it.

include!("../../../relation_tables.rs");

fn main() {
    let _ = User::posts.filter(Post::title.eq(outer(Comment::text)));
}
