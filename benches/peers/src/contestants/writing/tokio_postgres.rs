//! tokio-postgres: prepared by hand, one array a column, as its users are advised for many rows; `BinaryCopyInWriter`
//! for COPY.

use std::pin::pin;

use futures_util::TryStreamExt;
use tokio::runtime::Runtime;
use tokio_postgres::binary_copy::BinaryCopyInWriter;
use tokio_postgres::types::{ToSql, Type};
use tokio_postgres::{Client, NoTls, Statement};

use crate::Result;
use crate::contestants::runtime;
use crate::fixture::{COPY, DELETE, INSERT, UPDATE, UPSERT};
use crate::inputs::{Member, New, Rows};
use crate::race::{Answer, Contestant, Entry};
use crate::rows::{Check, Ids};

pub const ENTRIES: &[Entry] =
    &[Entry { name: "tokio-postgres", connect: |url| Ok(Box::new(Driver::connect(url)?)) }];

struct Driver {
    runtime: Runtime,
    client: Client,
    insert: Statement,
    update: Statement,
    upsert: Statement,
    delete: Statement,
}

impl Driver {
    fn connect(url: &str) -> Result<Self> {
        let runtime = runtime()?;
        let (client, [insert, update, upsert, delete]) = runtime.block_on(async {
            let (client, connection) = tokio_postgres::connect(url, NoTls).await?;
            runtime.spawn(connection);
            let statements = [
                client.prepare(INSERT).await?,
                client.prepare(UPDATE).await?,
                client.prepare(UPSERT).await?,
                client.prepare(DELETE).await?,
            ];
            Result::Ok((client, statements))
        })?;
        Ok(Self { runtime, client, insert, update, upsert, delete })
    }

    async fn insert_into(&self, rows: &[New], ids: &mut Vec<i32>) -> Result<()> {
        let names: Vec<&str> = rows.iter().map(|row| row.name.as_str()).collect();
        let ages: Vec<i32> = rows.iter().map(|row| row.age).collect();
        let parameters: [&(dyn ToSql + Sync); 2] = [&names, &ages];
        let mut stream = pin!(self.client.query_raw(&self.insert, parameters).await?);
        while let Some(row) = stream.try_next().await? {
            ids.push(row.try_get(0)?);
        }
        Ok(())
    }

    fn members(&self, statement: &Statement, rows: &[Member]) -> Answer {
        let ids: Vec<i32> = rows.iter().map(|row| row.id).collect();
        let names: Vec<&str> = rows.iter().map(|row| row.name.as_str()).collect();
        let ages: Vec<i32> = rows.iter().map(|row| row.age).collect();
        let rows = self.runtime.block_on(self.client.execute(statement, &[&ids, &names, &ages]))?;
        Ok(Some(Box::new(Check { rows, sum: None })))
    }
}

impl Contestant for Driver {
    fn backend(&mut self) -> Result<i32> {
        let query = self.client.query_one("SELECT pg_backend_pid()", &[]);
        Ok(self.runtime.block_on(query)?.try_get(0)?)
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
        let rows = self.runtime.block_on(async {
            let sink = self.client.copy_in(COPY).await?;
            let mut writer = pin!(BinaryCopyInWriter::new(sink, &[Type::INT4, Type::TEXT, Type::INT4]));
            for row in rows {
                writer.as_mut().write(&[&row.id, &row.name, &row.age]).await?;
            }
            writer.finish().await
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
        let rows = self.runtime.block_on(self.client.execute(&self.delete, &[&keys]))?;
        Ok(Some(Box::new(Check { rows, sum: None })))
    }
}
