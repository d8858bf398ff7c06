//! xitca-postgres: prepared by hand, one array a column. It encodes no rows for COPY: they are encoded by hand, and the
//! driver is given time to send them, because it takes any amount.

use std::future::IntoFuture;

use tokio::runtime::Runtime;
use xitca_postgres::copy::CopyIn;
use xitca_postgres::iter::AsyncLendingIterator;
use xitca_postgres::{Client, Execute, Postgres, Statement};

use crate::Result;
use crate::contestants::{runtime, xitca_config};
use crate::fixture::{COPY, DELETE, INSERT, UPDATE, UPSERT};
use crate::floor::encode::{COPY_HEADER, COPY_TRAILER, copied};
use crate::inputs::{Member, New, Rows};
use crate::race::{Answer, Contestant, Entry};
use crate::rows::{Check, Ids};

pub const ENTRIES: &[Entry] =
    &[Entry { name: "xitca-postgres", connect: |url| Ok(Box::new(Xitca::connect(url)?)) }];

/// How much of a COPY is collected before it is sent.
const CHUNK: usize = 64 * 1024;

struct Xitca {
    runtime: Runtime,
    client: Client,
    insert: Statement,
    update: Statement,
    upsert: Statement,
    delete: Statement,
    copy: Statement,
}

impl Xitca {
    fn connect(url: &str) -> Result<Self> {
        let runtime = runtime()?;
        let (client, [insert, update, upsert, delete, copy]) = runtime.block_on(async {
            let (client, driver) = Postgres::new(xitca_config(url)?).connect().await?;
            runtime.spawn(driver.into_future());
            let prepare = async |sql: &'static str| -> Result<Statement> {
                Ok(Statement::named(sql, &[]).execute(&client).await?.leak())
            };
            let statements = [
                prepare(INSERT).await?,
                prepare(UPDATE).await?,
                prepare(UPSERT).await?,
                prepare(DELETE).await?,
                prepare(COPY).await?,
            ];
            Result::Ok((client, statements))
        })?;
        Ok(Self { runtime, client, insert, update, upsert, delete, copy })
    }

    async fn insert_into(&self, rows: &[New], ids: &mut Vec<i32>) -> Result<()> {
        let names: Vec<&str> = rows.iter().map(|row| row.name.as_str()).collect();
        let ages: Vec<i32> = rows.iter().map(|row| row.age).collect();
        let mut stream = self.insert.bind_dyn(&[&names, &ages]).query(&self.client).await?;
        while let Some(row) = stream.try_next().await? {
            ids.push(row.try_get(0)?);
        }
        Ok(())
    }

    fn members(&self, statement: &Statement, rows: &[Member]) -> Answer {
        let ids: Vec<i32> = rows.iter().map(|row| row.id).collect();
        let names: Vec<&str> = rows.iter().map(|row| row.name.as_str()).collect();
        let ages: Vec<i32> = rows.iter().map(|row| row.age).collect();
        let rows = self.runtime.block_on(statement.bind_dyn(&[&ids, &names, &ages]).execute(&self.client))?;
        Ok(Some(Box::new(Check { rows, sum: None })))
    }
}

impl Contestant for Xitca {
    fn backend(&mut self) -> Result<i32> {
        self.runtime.block_on(async {
            let backend =
                Statement::named("SELECT pg_backend_pid()", &[]).execute(&self.client).await?.leak();
            let mut rows = backend.query(&self.client).await?;
            Ok(rows.try_next().await?.ok_or("no row")?.try_get(0)?)
        })
    }

    fn insert(&mut self, rows: &[New]) -> Answer {
        let mut ids = Vec::with_capacity(rows.len());
        self.runtime.block_on(self.insert_into(rows, &mut ids))?;
        Ok(Some(Box::new(Ids(ids))))
    }

    fn batches(&mut self, rows: &[New], at_once: usize) -> Answer {
        self.runtime.block_on(async {
            let mut ids = Vec::with_capacity(rows.len());
            for rows in rows.chunks(at_once) {
                self.insert_into(rows, &mut ids).await?;
            }
            Ok(Some(Box::new(Ids(ids)) as _))
        })
    }

    fn load(&mut self, rows: Rows) -> Answer {
        let Self { runtime, client, copy, .. } = self;
        let rows = runtime.block_on(async {
            let mut copy = CopyIn::new(client, copy).await?;
            let mut data = COPY_HEADER.to_vec();
            for row in rows {
                copied(&mut data, row);
                if data.len() >= CHUNK {
                    copy.copy(data.as_slice())?;
                    data.clear();
                    tokio::task::yield_now().await;
                }
            }
            data.extend(COPY_TRAILER);
            copy.copy(data.as_slice())?;
            Result::Ok(copy.finish().await?)
        })?;
        Ok(Some(Box::new(Check { rows, sum: None })))
    }

    fn update(&mut self, rows: &[Member]) -> Answer {
        self.members(&self.update, rows)
    }

    fn upsert(&mut self, rows: &[Member]) -> Answer {
        self.members(&self.upsert, rows)
    }

    fn delete(&mut self, keys: &[i32]) -> Answer {
        let rows = self.runtime.block_on(self.delete.bind_dyn(&[&keys]).execute(&self.client))?;
        Ok(Some(Box::new(Check { rows, sum: None })))
    }
}
