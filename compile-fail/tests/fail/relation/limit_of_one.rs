//! One row has no limit.

include!("../../../relation_tables.rs");

fn main() {
    let _ = Post::author.limit(1);
}
