//! Tables that refer to each other, for the tests of relations.
#![allow(clippy::missing_panics_doc, clippy::panic, reason = "a failed step is a failed test")]

use piton::prelude::*;
use piton::testing::Database;

use crate::language::{empty, run};

/// Somebody who writes posts, corrects those of others, and follows others.
#[derive(Table, Debug, Clone, PartialEq)]
#[has_many(posts: Post, by = author_id)]
#[has_many(edited: Post, by = editor_id)]
#[has_many(comments: Comment)]
#[has_one(profile: Profile)]
#[has_many(followed: User, through = Follow, by = follower_id, to = followed_id)]
#[has_many(followers: User, through = Follow, by = followed_id, to = follower_id)]
pub struct User {
    #[column(primary_key, auto)]
    pub id: i32,
    pub name: String,
}

/// At most one for each user: its key is that of the user.
#[derive(Table, Debug, Clone, PartialEq)]
pub struct Profile {
    #[column(primary_key, references = User::id, on_delete = cascade)]
    #[belongs_to(user)]
    pub user_id: i32,
    pub text: String,
}

/// Two of its foreign keys lead to the same table, and one of them can be NULL.
#[derive(Table, Debug, Clone, PartialEq)]
#[has_many(comments: Comment)]
#[has_many(tags: Tag, through = PostTag)]
pub struct Post {
    #[column(primary_key, auto)]
    pub id: i32,
    #[column(references = User::id, on_delete = restrict, index)]
    #[belongs_to(author)]
    pub author_id: i32,
    #[column(references = User::id, on_delete = set_null)]
    #[belongs_to(editor)]
    pub editor_id: Option<i32>,
    pub title: String,
    pub likes: i32,
}

/// Goes with its post.
#[derive(Table, Debug, Clone, PartialEq)]
pub struct Comment {
    #[column(primary_key, auto)]
    pub id: i32,
    #[column(references = Post::id, on_delete = cascade, index)]
    #[belongs_to(post)]
    pub post_id: i32,
    #[column(references = User::id, on_delete = set_null)]
    #[belongs_to(user)]
    pub user_id: Option<i32>,
    pub text: String,
}

/// Known by its name.
#[derive(Table, Debug, Clone, PartialEq)]
#[has_many(posts: Post, through = PostTag)]
pub struct Tag {
    #[column(primary_key)]
    pub name: String,
}

/// Which post has which tag.
#[derive(Table, Debug, Clone, PartialEq)]
pub struct PostTag {
    #[column(primary_key, references = Post::id, on_delete = cascade)]
    #[belongs_to(post)]
    pub post_id: i32,
    #[column(primary_key, references = Tag::name, on_delete = cascade)]
    pub tag: String,
    pub weight: i32,
}

/// Who follows whom.
#[derive(Table, Debug, Clone, PartialEq)]
pub struct Follow {
    #[column(primary_key, references = User::id, on_delete = cascade)]
    pub follower_id: i32,
    #[column(primary_key, references = User::id, on_delete = cascade)]
    pub followed_id: i32,
}

/// Refers to its own table.
#[derive(Table, Debug, Clone, PartialEq)]
#[has_many(reports: Employee)]
pub struct Employee {
    #[column(primary_key)]
    pub id: i32,
    pub name: String,
    #[column(references = Self::id)]
    #[belongs_to(manager)]
    pub manager_id: Option<i32>,
}

alias!(pub Boss = Employee);
alias!(pub Report = Employee);
alias!(pub Editor = User);

/// A connection to a database with these tables and without rows.
pub async fn blog_tables() -> (Database, Connection) {
    let (database, mut db) = empty().await;
    let tables = schema![User, Profile, Post, Comment, Tag, PostTag, Follow, Employee];
    if let Err(error) = db.create_tables(tables).await {
        panic!("{error}");
    }
    (database, db)
}

/// As [`blog_tables`], with rows: Alice has three posts, Bob one, Carol none.
pub async fn blog() -> (Database, Connection) {
    let (database, mut db) = blog_tables().await;
    run(
        &mut db,
        r#"INSERT INTO "user" (id, name) VALUES (1, 'Alice'), (2, 'Bob'), (3, 'Carol');
        INSERT INTO profile VALUES (1, 'about Alice'), (3, 'about Carol');
        INSERT INTO post (id, author_id, editor_id, title, likes) VALUES
            (10, 1, NULL, 'first', 5), (11, 1, 2, 'second', 50), (12, 1, 2, 'third', 1), (20, 2, 1, 'fourth', 7);
        INSERT INTO comment (id, post_id, user_id, text) VALUES
            (100, 10, 2, 'good'), (101, 10, NULL, 'hm'), (102, 12, 1, 'mine'), (103, 20, 3, 'bad');
        INSERT INTO tag VALUES ('rust'), ('sql'), ('tea');
        INSERT INTO post_tag VALUES (10, 'rust', 1), (10, 'sql', 2), (12, 'sql', 3), (20, 'rust', 4);
        INSERT INTO follow VALUES (1, 2), (1, 3), (2, 1);
        INSERT INTO employee VALUES (1, 'Ann', NULL), (2, 'Ben', 1), (3, 'Cat', 1), (4, 'Dan', 2);"#,
    )
    .await;
    (database, db)
}
