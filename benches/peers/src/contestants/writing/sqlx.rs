//! sqlx: one array a column, which its documentation recommends for many rows. It encodes no rows for COPY: they are
//! encoded by hand.

use sqlx::Connection;
use sqlx::postgres::PgConnection;
use tokio::runtime::Runtime;

use crate::Result;
use crate::contestants::runtime;
use crate::fixture::{COPY, DELETE, INSERT, UPDATE, UPSERT};
use crate::floor::encode::{COPY_HEADER, COPY_TRAILER, copied};
use crate::inputs::{Member, New, Rows};
use crate::race::{Answer, Contestant, Entry};
use crate::rows::{Check, Ids};

pub const ENTRIES: &[Entry] = &[Entry { name: "sqlx", connect: |url| Ok(Box::new(Sqlx::connect(url)?)) }];

/// How much of a COPY is collected before it is sent.
const CHUNK: usize = 64 * 1024;

struct Sqlx {
    runtime: Runtime,
    connection: PgConnection,
}

impl Sqlx {
    fn connect(url: &str) -> Result<Self> {
        let runtime = runtime()?;
        let connection = runtime.block_on(PgConnection::connect(url))?;
        Ok(Self { runtime, connection })
    }

    fn members(&mut self, sql: &'static str, rows: &[Member]) -> Answer {
        let Self { runtime, connection } = self;
        let ids: Vec<i32> = rows.iter().map(|row| row.id).collect();
        let names: Vec<&str> = rows.iter().map(|row| row.name.as_str()).collect();
        let ages: Vec<i32> = rows.iter().map(|row| row.age).collect();
        let query = sqlx::query(sql).bind(ids).bind(names).bind(ages);
        let rows = runtime.block_on(query.execute(connection))?.rows_affected();
        Ok(Some(Box::new(Check { rows, sum: None })))
    }
}

async fn insert_into(connection: &mut PgConnection, rows: &[New]) -> Result<Vec<i32>> {
    let names: Vec<&str> = rows.iter().map(|row| row.name.as_str()).collect();
    let ages: Vec<i32> = rows.iter().map(|row| row.age).collect();
    Ok(sqlx::query_scalar(INSERT).bind(names).bind(ages).fetch_all(connection).await?)
}

impl Contestant for Sqlx {
    fn backend(&mut self) -> Result<i32> {
        let query = sqlx::query_scalar("SELECT pg_backend_pid()").fetch_one(&mut self.connection);
        Ok(self.runtime.block_on(query)?)
    }

    fn insert(&mut self, rows: &[New]) -> Answer {
        let Self { runtime, connection } = self;
        Ok(Some(Box::new(Ids(runtime.block_on(insert_into(connection, rows))?))))
    }

    fn batches(&mut self, rows: &[New], at_once: usize) -> Answer {
        let Self { runtime, connection } = self;
        runtime.block_on(async {
            let mut ids = Vec::with_capacity(rows.len());
            for rows in rows.chunks(at_once) {
                ids.append(&mut insert_into(connection, rows).await?);
            }
            Ok(Some(Box::new(Ids(ids)) as _))
        })
    }

    fn load(&mut self, rows: Rows) -> Answer {
        let Self { runtime, connection } = self;
        let rows = runtime.block_on(async {
            let mut copy = connection.copy_in_raw(COPY).await?;
            let mut data = COPY_HEADER.to_vec();
            for row in rows {
                copied(&mut data, row);
                if data.len() >= CHUNK {
                    copy.send(data.as_slice()).await?;
                    data.clear();
                }
            }
            data.extend(COPY_TRAILER);
            copy.send(data.as_slice()).await?;
            copy.finish().await
        })?;
        Ok(Some(Box::new(Check { rows, sum: None })))
    }

    fn update(&mut self, rows: &[Member]) -> Answer {
        self.members(UPDATE, rows)
    }

    fn upsert(&mut self, rows: &[Member]) -> Answer {
        self.members(UPSERT, rows)
    }

    fn delete(&mut self, keys: &[i32]) -> Answer {
        let Self { runtime, connection } = self;
        let rows = runtime.block_on(sqlx::query(DELETE).bind(keys).execute(connection))?.rows_affected();
        Ok(Some(Box::new(Check { rows, sum: None })))
    }
}
