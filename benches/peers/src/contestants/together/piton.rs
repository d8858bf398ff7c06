//! piton: `with` reads the tables together and puts related rows into each other; `nested` has the server do that, in one
//! statement; `load` reads a table in a statement for each level. A pipeline is one message, and queries run on the pool
//! itself.

use piton::prelude::*;
use tokio::runtime::Runtime;

use super::CONNECTIONS;
use crate::Result;
use crate::contestants::runtime;
use crate::race::{Answer, Contestant, Entry, Traffic};
use crate::rows::Check;

pub const ENTRIES: &[Entry] = &[
    Entry { name: "piton", connect: |url| Ok(Box::new(Piton(Session::connect(url)?))) },
    Entry { name: "piton, nested", connect: |url| Ok(Box::new(Nested(Session::connect(url)?))) },
    Entry { name: "piton, load", connect: |url| Ok(Box::new(Load(Session::connect(url)?))) },
];

#[derive(Table, Debug)]
#[table(name = "peers_user")]
#[has_many(posts: Post)]
struct User {
    #[column(primary_key)]
    id: i32,
    name: String,
}

#[derive(Table, Debug)]
#[table(name = "peers_post")]
#[has_many(comments: Comment)]
struct Post {
    #[column(primary_key)]
    id: i32,
    #[column(references = User::id, index)]
    user_id: i32,
    title: String,
}

#[derive(Table, Debug)]
#[table(name = "peers_comment")]
struct Comment {
    #[column(primary_key)]
    id: i32,
    #[column(references = Post::id, index)]
    post_id: i32,
    text: String,
}

#[derive(Table, Debug)]
#[table(name = "peers_person")]
struct Person {
    #[column(primary_key)]
    id: i32,
    name: String,
    age: i32,
}

crate::digest!(User: id, name);
crate::digest!(Post: id, user_id, title);
crate::digest!(Comment: id, post_id, text);
crate::digest!(Person: id, name, age);

struct Session {
    runtime: Runtime,
    db: Connection,
    url: String,
    pool: Option<Pool>,
}

impl Session {
    fn connect(url: &str) -> Result<Self> {
        let runtime = runtime()?;
        let db = runtime.block_on(Connection::connect(url))?;
        Ok(Self { runtime, db, url: url.to_owned(), pool: None })
    }

    fn backend(&self) -> Result<i32> {
        Ok(i32::try_from(self.db.process_id())?)
    }

    fn traffic(&self) -> Result<Option<Traffic>> {
        let mut traffic = of(&self.db);
        if let Some(pool) = &self.pool {
            // All of them at once are each of them.
            self.runtime.block_on(async {
                let mut lent = Vec::new();
                for _ in 0..pool.status().size {
                    lent.push(pool.acquire().await?);
                }
                for connection in &lent {
                    let Traffic { round_trips, prepared } = of(connection);
                    traffic.round_trips += round_trips;
                    traffic.prepared += prepared;
                }
                Result::Ok(())
            })?;
        }
        Ok(Some(traffic))
    }
}

fn of(db: &Connection) -> Traffic {
    let counters = db.counters();
    Traffic { round_trips: counters.round_trips, prepared: counters.prepared }
}

struct Piton(Session);

impl Contestant for Piton {
    fn backend(&mut self) -> Result<i32> {
        self.0.backend()
    }

    fn traffic(&mut self) -> Result<Option<Traffic>> {
        self.0.traffic()
    }

    fn relations(&mut self) -> Answer {
        let Session { runtime, db, .. } = &mut self.0;
        let query = select(User).with(User::posts.with(Post::comments));
        let users: Vec<(User, Vec<(Post, Vec<Comment>)>)> = runtime.block_on(query.all(db))?;
        Ok(Some(Box::new(users)))
    }

    fn pipeline(&mut self, keys: &[i32], at_once: usize) -> Answer {
        let Session { runtime, db, .. } = &mut self.0;
        runtime.block_on(async {
            let mut check = Check::default();
            for keys in keys.chunks(at_once) {
                let queries = keys.iter().map(|key| select(Person).filter(Person::id.eq(*key)).piped().one());
                let people: Vec<Person> = db.pipeline(queries.collect::<Vec<_>>()).await?;
                people.iter().for_each(|person| check.add(person));
            }
            Ok(Some(Box::new(check) as _))
        })
    }

    fn pool(&mut self, tasks: Vec<Vec<i32>>) -> Answer {
        let Session { runtime, url, pool, .. } = &mut self.0;
        runtime.block_on(async {
            let pool = match pool {
                Some(pool) => pool,
                None => pool.insert(Pool::builder().max_size(CONNECTIONS).connect(url).await?),
            };
            super::share(pool, tasks, |pool, keys| async move {
                let mut check = Check::default();
                for key in keys {
                    check.add(&select(Person).filter(Person::id.eq(key)).one(&pool).await?);
                }
                Ok(check)
            })
            .await
        })
    }
}

struct Nested(Session);

impl Contestant for Nested {
    fn backend(&mut self) -> Result<i32> {
        self.0.backend()
    }

    fn traffic(&mut self) -> Result<Option<Traffic>> {
        self.0.traffic()
    }

    fn relations(&mut self) -> Answer {
        let Session { runtime, db, .. } = &mut self.0;
        let query = select((User, User::posts.with(Post::comments).nested()));
        let users: Vec<(User, Vec<(Post, Vec<Comment>)>)> = runtime.block_on(query.all(db))?;
        Ok(Some(Box::new(users)))
    }
}

struct Load(Session);

impl Contestant for Load {
    fn backend(&mut self) -> Result<i32> {
        self.0.backend()
    }

    fn traffic(&mut self) -> Result<Option<Traffic>> {
        self.0.traffic()
    }

    fn relations(&mut self) -> Answer {
        let Session { runtime, db, .. } = &mut self.0;
        runtime.block_on(async {
            let users: Vec<User> = select(User).all(&mut *db).await?;
            let posts: Vec<Vec<(Post, Vec<Comment>)>> =
                db.load(&users, User::posts.with(Post::comments)).await?;
            Ok(Some(Box::new(users.into_iter().zip(posts).collect::<Vec<_>>()) as _))
        })
    }
}
