//! One row has no limit.

include!("../../../relation_tables.rs");

fn main() {
    let _ = Post::comments.limit(1);
}
