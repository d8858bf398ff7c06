//! sqlx: a statement for each table, put into each other by hand: it has no relations. It has no pipelines, so that
//! lookups come one after the other. Its pool does not ask before it lends a connection, but still pings each that
//! comes back.

use sqlx::Connection;
use sqlx::postgres::{PgConnection, PgPool, PgPoolOptions};
use tokio::runtime::Runtime;

use super::CONNECTIONS;
use crate::Result;
use crate::contestants::runtime;
use crate::fixture::{COMMENTS, POINT, POSTS, USERS};
use crate::race::{Answer, Contestant, Entry};
use crate::rows::{Check, Comment, Person, Post, User, tree};

pub const ENTRIES: &[Entry] = &[Entry { name: "sqlx", connect: |url| Ok(Box::new(Sqlx::connect(url)?)) }];

struct Sqlx {
    runtime: Runtime,
    connection: PgConnection,
    pool: PgPool,
}

impl Sqlx {
    fn connect(url: &str) -> Result<Self> {
        let runtime = runtime()?;
        let (connection, pool) = runtime.block_on(async {
            let options = PgPoolOptions::new().max_connections(CONNECTIONS as u32).test_before_acquire(false);
            Result::Ok((PgConnection::connect(url).await?, options.connect_lazy(url)?))
        })?;
        Ok(Self { runtime, connection, pool })
    }
}

impl Contestant for Sqlx {
    fn backend(&mut self) -> Result<i32> {
        let query = sqlx::query_scalar("SELECT pg_backend_pid()").fetch_one(&mut self.connection);
        Ok(self.runtime.block_on(query)?)
    }

    fn relations(&mut self) -> Answer {
        let Self { runtime, connection, .. } = self;
        runtime.block_on(async {
            let users: Vec<User> = sqlx::query_as(USERS).fetch_all(&mut *connection).await?;
            let posts: Vec<Post> = sqlx::query_as(POSTS).fetch_all(&mut *connection).await?;
            let comments: Vec<Comment> = sqlx::query_as(COMMENTS).fetch_all(&mut *connection).await?;
            Ok(Some(Box::new(tree(users, posts, comments)) as _))
        })
    }

    /// One after the other.
    fn pipeline(&mut self, keys: &[i32], _at_once: usize) -> Answer {
        let Self { runtime, connection, .. } = self;
        runtime.block_on(async {
            let mut check = Check::default();
            for key in keys {
                let query = sqlx::query_as::<_, Person>(POINT).bind(key);
                check.add(&query.fetch_one(&mut *connection).await?);
            }
            Ok(Some(Box::new(check) as _))
        })
    }

    fn pool(&mut self, tasks: Vec<Vec<i32>>) -> Answer {
        let Self { runtime, pool, .. } = self;
        runtime.block_on(super::share(pool, tasks, |pool, keys| async move {
            let mut check = Check::default();
            for key in keys {
                check.add(&sqlx::query_as::<_, Person>(POINT).bind(key).fetch_one(&pool).await?);
            }
            Ok(check)
        }))
    }
}
