//! A condition is a condition.

include!("../../../relation_tables.rs");

fn main() {
    let _ = select(User).filter(User::posts.any(Post::title));
}
