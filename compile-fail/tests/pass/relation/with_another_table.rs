//! Related rows have relations of their own table.

include!("../../../relation_tables.rs");

fn main() {
    let _ = select(User::posts.with(Post::comments).nested());
}
