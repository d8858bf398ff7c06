//! Through a link table there are many rows.
#![allow(dead_code, unused_imports)]

use piton::prelude::*;

#[derive(Table)]
#[has_many(liked: Post, through = Like)]
struct User {
    #[column(primary_key)]
    id: i32,
    name: String,
}

#[derive(Table)]
struct Post {
    #[column(primary_key)]
    id: i32,
    likes: i32,
    title: String,
}

#[derive(Table)]
struct Like {
    #[column(primary_key, references = User::id)]
    user_id: i32,
    #[column(primary_key, references = Post::id)]
    post_id: i32,
}

fn main() {
    let _ = (select(User), select(Post));
}
