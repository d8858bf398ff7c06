//! diesel-async: as Diesel, whose statements wait for each other because each takes the keys of the one before; futures
//! that share the connection, and so are on the way at once, for a pipeline; and deadpool.

use diesel::{BelongingToDsl, QueryDsl};
use diesel_async::pooled_connection::deadpool::Pool;
use diesel_async::pooled_connection::{AsyncDieselConnectionManager, ManagerConfig, RecyclingMethod};
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use futures_util::future::try_join_all;
use tokio::runtime::Runtime;

use super::CONNECTIONS;
use super::diesel::grouped;
use crate::Result;
use crate::contestants::diesel_schema::{peers_person, peers_user, pg_backend_pid};
use crate::contestants::runtime;
use crate::race::{Answer, Contestant, Entry};
use crate::rows::{Check, Comment, Person, Post, User};

pub const ENTRIES: &[Entry] =
    &[Entry { name: "diesel-async", connect: |url| Ok(Box::new(DieselAsync::connect(url)?)) }];

struct DieselAsync {
    runtime: Runtime,
    connection: AsyncPgConnection,
    pool: Pool<AsyncPgConnection>,
}

impl DieselAsync {
    fn connect(url: &str) -> Result<Self> {
        let runtime = runtime()?;
        let connection = runtime.block_on(AsyncPgConnection::establish(url))?;
        // It looks whether a connection is broken, and asks the server nothing.
        let mut config = ManagerConfig::default();
        config.recycling_method = RecyclingMethod::Fast;
        let manager = AsyncDieselConnectionManager::new_with_config(url, config);
        let pool = Pool::builder(manager).max_size(CONNECTIONS).build()?;
        Ok(Self { runtime, connection, pool })
    }
}

async fn look_up(mut connection: &AsyncPgConnection, key: i32) -> diesel::QueryResult<Person> {
    peers_person::table.find(key).get_result(&mut connection).await
}

impl Contestant for DieselAsync {
    fn backend(&mut self) -> Result<i32> {
        let query = diesel::select(pg_backend_pid());
        Ok(self.runtime.block_on(query.get_result(&mut self.connection))?)
    }

    fn relations(&mut self) -> Answer {
        let Self { runtime, connection, .. } = self;
        runtime.block_on(async {
            let users: Vec<User> = peers_user::table.load(connection).await?;
            let posts: Vec<Post> = Post::belonging_to(&users).load(connection).await?;
            let comments: Vec<Comment> = Comment::belonging_to(&posts).load(connection).await?;
            Ok(Some(Box::new(grouped(users, posts, comments)) as _))
        })
    }

    fn pipeline(&mut self, keys: &[i32], at_once: usize) -> Answer {
        let Self { runtime, connection, .. } = self;
        runtime.block_on(async {
            let mut check = Check::default();
            for keys in keys.chunks(at_once) {
                let people = try_join_all(keys.iter().map(|key| look_up(connection, *key))).await?;
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
                let mut connection = pool.get().await?;
                let query = peers_person::table.find(key);
                check.add(&query.get_result::<Person>(&mut connection).await?);
            }
            Ok(check)
        }))
    }
}
