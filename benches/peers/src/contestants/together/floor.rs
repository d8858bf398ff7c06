//! The hand-written loop. `floor` reads related rows by three plain scans that are on the way at once, and puts them into
//! each other; `floor, nested` has the server do that. The pool is a stack of connections behind a semaphore.

use std::sync::{Arc, Mutex, PoisonError};

use tokio::runtime::Runtime;
use tokio::sync::Semaphore;

use super::CONNECTIONS;
use crate::Result;
use crate::contestants::runtime;
use crate::fixture::{COMMENTS, NESTED, POINT, POSTS, USERS};
use crate::floor::decode::{self, Columns};
use crate::floor::encode::int4;
use crate::floor::nested;
use crate::floor::startup::connect;
use crate::floor::wire::Wire;
use crate::race::{Answer, Contestant, Entry, Traffic};
use crate::rows::{Check, Person, tree};

pub const ENTRIES: &[Entry] = &[
    Entry { name: "floor", connect: |url| Ok(Box::new(Floor(Hand::connect(url)?))) },
    Entry { name: "floor, nested", connect: |url| Ok(Box::new(Nested(Hand::connect(url)?))) },
];

struct Hand {
    runtime: Runtime,
    wire: Wire,
    url: String,
    known: bool,
    pool: Option<Arc<Pool>>,
}

struct Pool {
    permits: Semaphore,
    idle: Mutex<Vec<Wire>>,
}

impl Hand {
    fn connect(url: &str) -> Result<Self> {
        let runtime = runtime()?;
        let wire = runtime.block_on(connect(url))?;
        Ok(Self { runtime, wire, url: url.to_owned(), known: false, pool: None })
    }

    fn backend(&mut self) -> Result<i32> {
        let Self { runtime, wire, .. } = self;
        runtime.block_on(async {
            wire.prepare("", "SELECT pg_backend_pid()").await?;
            wire.execute("", &[]).await?;
            let mut backend = 0;
            wire.run(|body| {
                backend = Columns::new(body, 1)?.int4()?;
                Ok(())
            })
            .await?;
            Ok(backend)
        })
    }

    /// Prepares the statements of a case the first time.
    fn prepare(&mut self, statements: &[(&str, &str)]) -> Result<()> {
        let Self { runtime, wire, known, .. } = self;
        if !std::mem::replace(known, true) {
            for (name, sql) in statements {
                runtime.block_on(wire.prepare(name, sql))?;
            }
        }
        Ok(())
    }
}

impl Pool {
    async fn connect(url: &str) -> Result<Self> {
        let mut idle = Vec::new();
        for _ in 0..CONNECTIONS {
            let mut wire = connect(url).await?;
            wire.prepare("point", POINT).await?;
            idle.push(wire);
        }
        Ok(Self { permits: Semaphore::new(CONNECTIONS), idle: Mutex::new(idle) })
    }

    async fn point(&self, key: i32) -> Result<Person> {
        let _permit = self.permits.acquire().await?;
        let wire = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut wire = wire.ok_or("there is a connection for each permit")?;
        let person = point(&mut wire, key).await;
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(wire);
        person
    }
}

async fn point(wire: &mut Wire, key: i32) -> Result<Person> {
    wire.execute("point", &[&key.to_be_bytes()]).await?;
    let mut person = None;
    wire.run(|body| {
        person = Some(decode::person(body)?);
        Ok(())
    })
    .await?;
    person.ok_or_else(|| "no row".into())
}

struct Floor(Hand);

impl Contestant for Floor {
    fn backend(&mut self) -> Result<i32> {
        self.0.backend()
    }

    fn traffic(&mut self) -> Result<Option<Traffic>> {
        let mut traffic = self.0.wire.traffic();
        if let Some(pool) = &self.0.pool {
            for wire in &*pool.idle.lock().unwrap_or_else(PoisonError::into_inner) {
                traffic.round_trips += wire.traffic().round_trips;
                traffic.prepared += wire.traffic().prepared;
            }
        }
        Ok(Some(traffic))
    }

    fn relations(&mut self) -> Answer {
        self.0.prepare(&[("users", USERS), ("posts", POSTS), ("comments", COMMENTS)])?;
        let Hand { runtime, wire, .. } = &mut self.0;
        runtime.block_on(async {
            for name in ["users", "posts", "comments"] {
                wire.bind(name, 0, |_| {});
            }
            wire.sync().await?;
            let (mut users, mut posts, mut comments) = (Vec::new(), Vec::new(), Vec::new());
            wire.run_all(|statement, body| {
                match statement {
                    0 => users.push(decode::user(body)?),
                    1 => posts.push(decode::post(body)?),
                    _ => comments.push(decode::comment(body)?),
                }
                Ok(())
            })
            .await?;
            Ok(Some(Box::new(tree(users, posts, comments)) as _))
        })
    }

    fn pipeline(&mut self, keys: &[i32], at_once: usize) -> Answer {
        self.0.prepare(&[("point", POINT)])?;
        let Hand { runtime, wire, .. } = &mut self.0;
        runtime.block_on(async {
            let mut check = Check::default();
            for keys in keys.chunks(at_once) {
                let mut people = Vec::with_capacity(keys.len());
                for key in keys {
                    wire.bind("point", 1, |out| int4(out, *key));
                }
                wire.sync().await?;
                wire.run(|body| {
                    people.push(decode::person(body)?);
                    Ok(())
                })
                .await?;
                people.iter().for_each(|person| check.add(person));
            }
            Ok(Some(Box::new(check) as _))
        })
    }

    fn pool(&mut self, tasks: Vec<Vec<i32>>) -> Answer {
        let Hand { runtime, url, pool, .. } = &mut self.0;
        runtime.block_on(async {
            let pool = match pool {
                Some(pool) => pool,
                None => pool.insert(Arc::new(Pool::connect(url).await?)),
            };
            super::share(pool, tasks, |pool, keys| async move {
                let mut check = Check::default();
                for key in keys {
                    check.add(&pool.point(key).await?);
                }
                Ok(check)
            })
            .await
        })
    }
}

struct Nested(Hand);

impl Contestant for Nested {
    fn backend(&mut self) -> Result<i32> {
        self.0.backend()
    }

    fn traffic(&mut self) -> Result<Option<Traffic>> {
        Ok(Some(self.0.wire.traffic()))
    }

    fn relations(&mut self) -> Answer {
        self.0.prepare(&[("nested", NESTED)])?;
        let Hand { runtime, wire, .. } = &mut self.0;
        runtime.block_on(async {
            wire.execute("nested", &[]).await?;
            let mut users = Vec::new();
            wire.run(|body| {
                users.push(nested::user(body)?);
                Ok(())
            })
            .await?;
            Ok(Some(Box::new(users) as _))
        })
    }
}
