// The tables of the programs about relations.

use piton::prelude::*;

#[derive(Table, Debug, Clone, PartialEq)]
#[has_many(posts: Post, by = author_id)]
#[has_one(profile: Profile)]
struct User {
    #[column(primary_key, auto)]
    id: i32,
    name: String,
}

#[derive(Table, Debug, Clone, PartialEq)]
struct Profile {
    #[column(primary_key, references = User::id)]
    user_id: i32,
    text: String,
}

#[derive(Table, Debug, Clone, PartialEq)]
#[has_many(comments: Comment)]
#[has_many(tags: Tag, through = PostTag)]
struct Post {
    #[column(primary_key, auto)]
    id: i32,
    #[column(references = User::id)]
    #[belongs_to(author)]
    author_id: i32,
    #[column(references = User::id)]
    #[belongs_to(editor)]
    editor_id: Option<i32>,
    title: String,
    likes: i32,
}

#[derive(Table, Debug, Clone, PartialEq)]
struct Comment {
    #[column(primary_key, auto)]
    id: i32,
    #[column(references = Post::id)]
    post_id: i32,
    text: String,
}

#[derive(Table, Debug, Clone, PartialEq)]
struct Tag {
    #[column(primary_key)]
    name: String,
}

#[derive(Table, Debug, Clone, PartialEq)]
struct PostTag {
    #[column(primary_key, references = Post::id)]
    post_id: i32,
    #[column(primary_key, references = Tag::name)]
    tag: String,
}

alias!(Editor = User);
