//! diesel-async: as Diesel. It has no COPY.

use diesel::ExpressionMethods;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use tokio::runtime::Runtime;

use crate::Result;
use crate::contestants::diesel_schema::{delete, insert, pg_backend_pid, upsert};
use crate::contestants::runtime;
use crate::inputs::{Member, New};
use crate::race::{Answer, Contestant, Entry};
use crate::rows::{Check, Ids};

pub const ENTRIES: &[Entry] =
    &[Entry { name: "diesel-async", connect: |url| Ok(Box::new(DieselAsync::connect(url)?)) }];

struct DieselAsync {
    runtime: Runtime,
    connection: AsyncPgConnection,
}

impl DieselAsync {
    fn connect(url: &str) -> Result<Self> {
        let runtime = runtime()?;
        let connection = runtime.block_on(AsyncPgConnection::establish(url))?;
        Ok(Self { runtime, connection })
    }
}

fn counted(rows: usize) -> Answer {
    Ok(Some(Box::new(Check { rows: rows as u64, sum: None })))
}

impl Contestant for DieselAsync {
    fn backend(&mut self) -> Result<i32> {
        let query = diesel::select(pg_backend_pid());
        Ok(self.runtime.block_on(query.get_result(&mut self.connection))?)
    }

    fn insert(&mut self, rows: &[New]) -> Answer {
        let Self { runtime, connection } = self;
        Ok(Some(Box::new(Ids(runtime.block_on(insert!(rows).get_results(connection))?))))
    }

    fn batches(&mut self, rows: &[New], at_once: usize) -> Answer {
        let Self { runtime, connection } = self;
        runtime.block_on(async {
            let mut ids: Vec<i32> = Vec::with_capacity(rows.len());
            for rows in rows.chunks(at_once) {
                ids.append(&mut insert!(rows).get_results(connection).await?);
            }
            Ok(Some(Box::new(Ids(ids)) as _))
        })
    }

    fn update(&mut self, rows: &[Member]) -> Answer {
        let Self { runtime, connection } = self;
        counted(runtime.block_on(upsert!(rows).execute(connection))?)
    }

    fn upsert(&mut self, rows: &[Member]) -> Answer {
        let Self { runtime, connection } = self;
        counted(runtime.block_on(upsert!(rows).execute(connection))?)
    }

    fn delete(&mut self, keys: &[i32]) -> Answer {
        let Self { runtime, connection } = self;
        counted(runtime.block_on(delete!(keys).execute(connection))?)
    }
}
