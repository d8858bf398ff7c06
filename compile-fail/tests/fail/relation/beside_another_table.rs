//! What stands beside rows belongs to them.

include!("../../../relation_tables.rs");

fn main() {
    let _ = select(User).with(Post::comments);
}
