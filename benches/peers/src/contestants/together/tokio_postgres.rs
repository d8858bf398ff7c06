//! tokio-postgres: three statements that are polled together and so are on the way at once, for related rows; the same for
//! a pipeline; and deadpool, the pool that most of its users take. `shared` is one client for all tasks, which it
//! allows: their queries are on the way at once.

use std::sync::Arc;

use deadpool_postgres::{Manager, ManagerConfig, Pool, RecyclingMethod};
use futures_util::future::{try_join_all, try_join3};
use tokio::runtime::Runtime;
use tokio_postgres::types::ToSql;
use tokio_postgres::{Client, Error, NoTls, Row, Statement};

use super::CONNECTIONS;
use crate::Result;
use crate::contestants::runtime;
use crate::fixture::{COMMENTS, POINT, POSTS, USERS};
use crate::race::{Answer, Contestant, Entry};
use crate::rows::{Check, Comment, Person, Post, User, tree};

pub const ENTRIES: &[Entry] = &[
    Entry { name: "tokio-postgres", connect: |url| Ok(Box::new(Driver::connect(url)?)) },
    Entry {
        name: "tokio-postgres, one shared client",
        connect: |url| Ok(Box::new(Shared(Driver::connect(url)?))),
    },
];

struct Driver {
    runtime: Runtime,
    client: Arc<Client>,
    users: Statement,
    posts: Statement,
    comments: Statement,
    point: Statement,
    pool: Pool,
}

impl Driver {
    fn connect(url: &str) -> Result<Self> {
        let runtime = runtime()?;
        let (client, [users, posts, comments, point]) = runtime.block_on(async {
            let (client, connection) = tokio_postgres::connect(url, NoTls).await?;
            runtime.spawn(connection);
            let statements = [
                client.prepare(USERS).await?,
                client.prepare(POSTS).await?,
                client.prepare(COMMENTS).await?,
                client.prepare(POINT).await?,
            ];
            Result::Ok((Arc::new(client), statements))
        })?;
        // It looks whether a connection is closed, and asks the server nothing.
        let config = ManagerConfig { recycling_method: RecyclingMethod::Fast };
        let manager = Manager::from_config(url.parse()?, NoTls, config);
        let pool = Pool::builder(manager).max_size(CONNECTIONS).build()?;
        Ok(Self { runtime, client, users, posts, comments, point, pool })
    }

    fn backend(&self) -> Result<i32> {
        let query = self.client.query_one("SELECT pg_backend_pid()", &[]);
        Ok(self.runtime.block_on(query)?.try_get(0)?)
    }
}

async fn collect<T>(
    client: &Client,
    statement: &Statement,
    row: fn(&Row) -> std::result::Result<T, Error>,
) -> std::result::Result<Vec<T>, Error> {
    client.query(statement, &[]).await?.iter().map(row).collect()
}

fn person(row: &Row) -> std::result::Result<Person, Error> {
    Ok(Person { id: row.try_get(0)?, name: row.try_get(1)?, age: row.try_get(2)? })
}

async fn look_up(client: &Client, point: &Statement, key: i32) -> std::result::Result<Person, Error> {
    let parameters: [&(dyn ToSql + Sync); 1] = [&key];
    person(&client.query_one(point, &parameters).await?)
}

impl Contestant for Driver {
    fn backend(&mut self) -> Result<i32> {
        Driver::backend(self)
    }

    fn relations(&mut self) -> Answer {
        let Self { runtime, client, users, posts, comments, .. } = self;
        let users = collect(client, users, |row| Ok(User { id: row.try_get(0)?, name: row.try_get(1)? }));
        let posts = collect(client, posts, |row| {
            Ok(Post { id: row.try_get(0)?, user_id: row.try_get(1)?, title: row.try_get(2)? })
        });
        let comments = collect(client, comments, |row| {
            Ok(Comment { id: row.try_get(0)?, post_id: row.try_get(1)?, text: row.try_get(2)? })
        });
        let (users, posts, comments) = runtime.block_on(try_join3(users, posts, comments))?;
        Ok(Some(Box::new(tree(users, posts, comments))))
    }

    fn pipeline(&mut self, keys: &[i32], at_once: usize) -> Answer {
        let Self { runtime, client, point, .. } = self;
        runtime.block_on(async {
            let mut check = Check::default();
            for keys in keys.chunks(at_once) {
                let people = try_join_all(keys.iter().map(|key| look_up(client, point, *key))).await?;
                people.iter().for_each(|person| check.add(person));
            }
            Ok(Some(Box::new(check) as _))
        })
    }

    fn pool(&mut self, tasks: Vec<Vec<i32>>) -> Answer {
        let Self { runtime, pool, .. } = self;
        runtime.block_on(super::share(pool, tasks, |pool, keys| async move {
            let mut check = Check::default();
            for key in keys {
                let client = pool.get().await?;
                let point = client.prepare_cached(POINT).await?;
                check.add(&look_up(&client, &point, key).await?);
            }
            Ok(check)
        }))
    }
}

struct Shared(Driver);

impl Contestant for Shared {
    fn backend(&mut self) -> Result<i32> {
        self.0.backend()
    }

    fn pool(&mut self, tasks: Vec<Vec<i32>>) -> Answer {
        let Driver { runtime, client, point, .. } = &self.0;
        let shared = (Arc::clone(client), point.clone());
        runtime.block_on(super::share(&shared, tasks, |(client, point), keys| async move {
            let mut check = Check::default();
            for key in keys {
                check.add(&look_up(&client, &point, key).await?);
            }
            Ok(check)
        }))
    }
}
