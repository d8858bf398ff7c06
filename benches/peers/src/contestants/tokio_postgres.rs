//! tokio-postgres, with statements prepared by hand: `query`, which collects its rows, and `query_raw`, which streams.

use std::pin::pin;

use futures_util::TryStreamExt;
use tokio::runtime::Runtime;
use tokio_postgres::types::ToSql;
use tokio_postgres::{Client, NoTls, Row, Statement};

use super::runtime;
use crate::Result;
use crate::fixture::{JOIN, NARROW, POINT, STRINGS, WIDE};
use crate::race::{Answer, Contestant, Entry};
use crate::rows::{Check, FavoriteColor, Narrow, Person, Wide};

pub const ENTRIES: &[Entry] = &[
    Entry { name: "tokio-postgres, streamed", connect: |url| Ok(Box::new(Streamed(Driver::connect(url)?))) },
    Entry {
        name: "tokio-postgres, collected",
        connect: |url| Ok(Box::new(Collected(Driver::connect(url)?))),
    },
];

struct Driver {
    runtime: Runtime,
    client: Client,
    narrow: Statement,
    wide: Statement,
    strings: Statement,
    point: Statement,
    join: Statement,
}

impl Driver {
    fn connect(url: &str) -> Result<Self> {
        let runtime = runtime()?;
        let (client, statements) = runtime.block_on(async {
            let (client, connection) = tokio_postgres::connect(url, NoTls).await?;
            runtime.spawn(connection);
            let statements = (
                client.prepare(NARROW).await?,
                client.prepare(WIDE).await?,
                client.prepare(STRINGS).await?,
                client.prepare(POINT).await?,
                client.prepare(JOIN).await?,
            );
            Result::Ok((client, statements))
        })?;
        let (narrow, wide, strings, point, join) = statements;
        Ok(Self { runtime, client, narrow, wide, strings, point, join })
    }

    fn backend(&self) -> Result<i32> {
        let query = self.client.query_one("SELECT pg_backend_pid()", &[]);
        Ok(self.runtime.block_on(query)?.try_get(0)?)
    }

    fn stream<T>(&self, statement: &Statement, limit: Option<i64>, row: Decode<T>) -> Result<Vec<T>> {
        self.runtime.block_on(async {
            let mut stream = pin!(self.client.query_raw(statement, limit.as_slice()).await?);
            let mut rows = Vec::new();
            while let Some(found) = stream.try_next().await? {
                rows.push(row(&found)?);
            }
            Ok(rows)
        })
    }

    fn collect<T>(&self, statement: &Statement, limit: Option<i64>, row: Decode<T>) -> Result<Vec<T>> {
        let limit = limit.as_ref().map(|limit| limit as &(dyn ToSql + Sync));
        let found = self.runtime.block_on(self.client.query(statement, limit.as_slice()))?;
        Ok(found.iter().map(row).collect::<std::result::Result<_, _>>()?)
    }
}

type Decode<T> = fn(&Row) -> std::result::Result<T, tokio_postgres::Error>;

fn narrow(row: &Row) -> std::result::Result<Narrow, tokio_postgres::Error> {
    Ok(Narrow { id: row.try_get(0)?, name: row.try_get(1)?, score: row.try_get(2)? })
}

fn wide(row: &Row) -> std::result::Result<Wide, tokio_postgres::Error> {
    Ok(Wide {
        a: row.try_get(0)?,
        b: row.try_get(1)?,
        c: row.try_get(2)?,
        d: row.try_get(3)?,
        e: row.try_get(4)?,
        f: row.try_get(5)?,
        g: row.try_get(6)?,
        h: row.try_get(7)?,
        i: row.try_get(8)?,
        j: row.try_get(9)?,
    })
}

fn string(row: &Row) -> std::result::Result<String, tokio_postgres::Error> {
    row.try_get(0)
}

fn person(row: &Row) -> std::result::Result<Person, tokio_postgres::Error> {
    Ok(Person { id: row.try_get(0)?, name: row.try_get(1)?, age: row.try_get(2)? })
}

fn person_and_color(row: &Row) -> std::result::Result<(Person, FavoriteColor), tokio_postgres::Error> {
    let color = FavoriteColor { id: row.try_get(3)?, person_id: row.try_get(4)?, color: row.try_get(5)? };
    Ok((person(row)?, color))
}

struct Streamed(Driver);

impl Contestant for Streamed {
    fn backend(&mut self) -> Result<i32> {
        self.0.backend()
    }

    fn narrow(&mut self) -> Answer {
        Ok(Some(Box::new(self.0.stream(&self.0.narrow, None, narrow)?)))
    }

    fn wide(&mut self) -> Answer {
        Ok(Some(Box::new(self.0.stream(&self.0.wide, None, wide)?)))
    }

    fn strings(&mut self, rows: i32) -> Answer {
        Ok(Some(Box::new(self.0.stream(&self.0.strings, Some(i64::from(rows)), string)?)))
    }
}

struct Collected(Driver);

impl Contestant for Collected {
    fn backend(&mut self) -> Result<i32> {
        self.0.backend()
    }

    fn narrow(&mut self) -> Answer {
        Ok(Some(Box::new(self.0.collect(&self.0.narrow, None, narrow)?)))
    }

    fn wide(&mut self) -> Answer {
        Ok(Some(Box::new(self.0.collect(&self.0.wide, None, wide)?)))
    }

    fn strings(&mut self, rows: i32) -> Answer {
        Ok(Some(Box::new(self.0.collect(&self.0.strings, Some(i64::from(rows)), string)?)))
    }

    fn point(&mut self, keys: &[i32]) -> Answer {
        let Driver { runtime, client, point, .. } = &self.0;
        runtime.block_on(async {
            let mut check = Check::default();
            for key in keys {
                check.add(&person(&client.query_one(point, &[key]).await?)?);
            }
            Ok(Some(Box::new(check) as _))
        })
    }

    fn join(&mut self, ages: &[i32], name: &str) -> Answer {
        let Driver { runtime, client, join, .. } = &self.0;
        runtime.block_on(async {
            let mut rows = Vec::new();
            for age in ages {
                let found = client.query(join, &[age, &name]).await?;
                rows = found.iter().map(person_and_color).collect::<std::result::Result<_, _>>()?;
            }
            Ok(Some(Box::new(rows) as _))
        })
    }
}
