//! Related rows are not grouped.

include!("../../../relation_tables.rs");

fn main() {
    let _ = User::posts.order_by(count(Post::id));
}
