//! A relation reads no CTE of a query around it.

include!("../../../relation_tables.rs");

#[derive(Cte, Debug)]
struct Liked {
    likes: i32,
}

fn main() {
    let _ = User::posts.any(exists(from(Liked.of(select(Post::likes)))));
}
