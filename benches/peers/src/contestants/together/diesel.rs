//! Diesel: `belonging_to` and `grouped_by`, a statement for each table, as its guide of relations does. It has no
//! pipelines; and its pool is one of threads, which does not compare with tasks.

use diesel::pg::PgConnection;
use diesel::prelude::*;

use crate::Result;
use crate::contestants::diesel_schema::{peers_person, peers_user, pg_backend_pid};
use crate::race::{Answer, Contestant, Entry};
use crate::rows::{Check, Comment, Person, Post, Tree, User};

pub const ENTRIES: &[Entry] =
    &[Entry { name: "diesel", connect: |url| Ok(Box::new(Diesel(PgConnection::establish(url)?))) }];

struct Diesel(PgConnection);

/// Puts rows that were read table by table into each other.
pub(super) fn grouped(users: Vec<User>, posts: Vec<Post>, comments: Vec<Comment>) -> Tree {
    let comments = comments.grouped_by(&posts);
    let posts: Vec<Vec<(Post, Vec<Comment>)>> = posts.into_iter().zip(comments).grouped_by(&users);
    users.into_iter().zip(posts).collect()
}

impl Contestant for Diesel {
    fn backend(&mut self) -> Result<i32> {
        Ok(diesel::select(pg_backend_pid()).get_result(&mut self.0)?)
    }

    fn relations(&mut self) -> Answer {
        let users: Vec<User> = peers_user::table.load(&mut self.0)?;
        let posts: Vec<Post> = Post::belonging_to(&users).load(&mut self.0)?;
        let comments: Vec<Comment> = Comment::belonging_to(&posts).load(&mut self.0)?;
        Ok(Some(Box::new(grouped(users, posts, comments))))
    }

    /// One after the other.
    fn pipeline(&mut self, keys: &[i32], at_once: usize) -> Answer {
        let mut check = Check::default();
        for keys in keys.chunks(at_once) {
            for &key in keys {
                check.add(&peers_person::table.find(key).get_result::<Person>(&mut self.0)?);
            }
        }
        Ok(Some(Box::new(check)))
    }
}
