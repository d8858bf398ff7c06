//! A filter reads the table that the relation leads to.

include!("../../../relation_tables.rs");

fn main() {
    let _ = User::posts.filter(Comment::text.eq("x"));
}
