//! A relation to one row needs a unique foreign key.
#![allow(dead_code, unused_imports)]

use piton::prelude::*;

#[derive(Table)]
#[has_one(post: Post)]
struct User {
    #[column(primary_key)]
    id: i32,
    name: String,
}

#[derive(Table)]
struct Post {
    #[column(primary_key)]
    id: i32,
    #[column(references = User::id)]
    author_id: i32,
    title: String,
}

fn main() {
    let _ = (select(User), select(Post));
}
