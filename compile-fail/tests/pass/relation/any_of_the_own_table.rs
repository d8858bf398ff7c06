//! A condition reads the table that the relation leads to.

include!("../../../relation_tables.rs");

fn main() {
    let _ = select(User).filter(User::posts.any(Post::title.eq("x")));
}
