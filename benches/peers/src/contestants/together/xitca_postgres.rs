//! xitca-postgres: a client may be shared, and what is asked before an answer has come is on the way at once. So tasks
//! share its connections instead of taking them from a pool in turn: eight, and one.

use std::future::IntoFuture;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use futures_util::future::{try_join_all, try_join3};
use tokio::runtime::Runtime;
use xitca_postgres::iter::AsyncLendingIterator;
use xitca_postgres::{Client, Execute, Postgres, RowStream, Statement};

use super::CONNECTIONS;
use crate::Result;
use crate::contestants::{runtime, xitca_config};
use crate::fixture::{COMMENTS, POINT, POSTS, USERS};
use crate::race::{Answer, Contestant, Entry};
use crate::rows::{Check, Comment, Person, Post, User, tree};

pub const ENTRIES: &[Entry] = &[
    Entry { name: "xitca-postgres", connect: |url| Ok(Box::new(Xitca::connect(url, CONNECTIONS)?)) },
    Entry {
        name: "xitca-postgres, one shared client",
        connect: |url| Ok(Box::new(Shared(Xitca::connect(url, 1)?))),
    },
];

type Row<'r> = <RowStream<'r> as AsyncLendingIterator>::Ok<'r>;

struct Xitca {
    runtime: Runtime,
    url: String,
    client: Client,
    users: Statement,
    posts: Statement,
    comments: Statement,
    point: Statement,
    /// How many connections the tasks share.
    connections: usize,
    shared: Arc<Clients>,
}

/// Clients that tasks share, each with its statement.
#[derive(Default)]
struct Clients {
    all: Vec<(Client, Statement)>,
    next: AtomicUsize,
}

async fn open(url: &str) -> Result<Client> {
    let (client, driver) = Postgres::new(xitca_config(url)?).connect().await?;
    tokio::spawn(driver.into_future());
    Ok(client)
}

async fn prepare(client: &Client, sql: &'static str) -> Result<Statement> {
    Ok(Statement::named(sql, &[]).execute(client).await?.leak())
}

impl Xitca {
    fn connect(url: &str, connections: usize) -> Result<Self> {
        let runtime = runtime()?;
        let (client, [users, posts, comments, point]) = runtime.block_on(async {
            let client = open(url).await?;
            let statements = [
                prepare(&client, USERS).await?,
                prepare(&client, POSTS).await?,
                prepare(&client, COMMENTS).await?,
                prepare(&client, POINT).await?,
            ];
            Result::Ok((client, statements))
        })?;
        let (url, shared) = (url.to_owned(), Arc::default());
        Ok(Self { runtime, url, client, users, posts, comments, point, connections, shared })
    }

    fn backend(&self) -> Result<i32> {
        self.runtime.block_on(async {
            let backend = prepare(&self.client, "SELECT pg_backend_pid()").await?;
            let mut rows = backend.query(&self.client).await?;
            Ok(rows.try_next().await?.ok_or("no row")?.try_get(0)?)
        })
    }

    fn pool(&mut self, tasks: Vec<Vec<i32>>) -> Answer {
        let Self { runtime, url, connections, shared, .. } = self;
        runtime.block_on(async {
            if shared.all.is_empty() {
                let mut all = Vec::new();
                for _ in 0..*connections {
                    let client = open(url).await?;
                    let point = prepare(&client, POINT).await?;
                    all.push((client, point));
                }
                *shared = Arc::new(Clients { all, next: AtomicUsize::new(0) });
            }
            super::share(shared, tasks, |shared, keys| async move {
                let place = shared.next.fetch_add(1, Relaxed) % shared.all.len();
                let (client, point) = shared.all.get(place).ok_or("there are clients")?;
                let mut check = Check::default();
                for key in keys {
                    check.add(&look_up(client, point, key).await?);
                }
                Ok(check)
            })
            .await
        })
    }
}

async fn look_up(client: &Client, point: &Statement, key: i32) -> Result<Person> {
    let mut stream = point.bind([key]).query(client).await?;
    let row = stream.try_next().await?.ok_or("no row")?;
    Ok(Person { id: row.try_get(0)?, name: row.try_get(1)?, age: row.try_get(2)? })
}

async fn collect<T>(client: &Client, sql: &Statement, row: fn(&Row<'_>) -> Result<T>) -> Result<Vec<T>> {
    let mut stream = sql.query(client).await?;
    let mut rows = Vec::new();
    while let Some(found) = stream.try_next().await? {
        rows.push(row(&found)?);
    }
    Ok(rows)
}

impl Contestant for Xitca {
    fn backend(&mut self) -> Result<i32> {
        Xitca::backend(self)
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
        Xitca::pool(self, tasks)
    }
}

struct Shared(Xitca);

impl Contestant for Shared {
    fn backend(&mut self) -> Result<i32> {
        self.0.backend()
    }

    fn pool(&mut self, tasks: Vec<Vec<i32>>) -> Answer {
        Xitca::pool(&mut self.0, tasks)
    }
}
