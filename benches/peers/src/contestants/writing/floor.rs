//! The hand-written loop: one array a column, written straight into the message, and one statement for any number of
//! rows. `INSERT .. SELECT unnest($1), unnest($2)` is parsed and planned once, whatever the number of rows.

use tokio::runtime::Runtime;

use crate::Result;
use crate::contestants::runtime;
use crate::fixture::{COPY, DELETE, INSERT, UPDATE, UPSERT};
use crate::floor::decode::Columns;
use crate::floor::encode::{COPY_HEADER, COPY_TRAILER, copied, int4s, texts};
use crate::floor::startup::connect;
use crate::floor::wire::Wire;
use crate::inputs::{Member, New, Rows};
use crate::race::{Answer, Contestant, Entry, Traffic};
use crate::rows::{Check, Ids};

pub const ENTRIES: &[Entry] = &[Entry { name: "floor", connect: |url| Ok(Box::new(Floor::connect(url)?)) }];

/// How much of a COPY is collected before it is sent.
const CHUNK: usize = 64 * 1024;

struct Floor {
    runtime: Runtime,
    wire: Wire,
    /// The names of the statements that the server knows.
    known: Vec<&'static str>,
}

impl Floor {
    fn connect(url: &str) -> Result<Self> {
        let runtime = runtime()?;
        let wire = runtime.block_on(connect(url))?;
        Ok(Self { runtime, wire, known: Vec::new() })
    }

    /// Prepares a statement if the server does not know it yet.
    fn prepare(&mut self, name: &'static str, sql: &str) -> Result<()> {
        if !self.known.contains(&name) {
            self.runtime.block_on(self.wire.prepare(name, sql))?;
            self.known.push(name);
        }
        Ok(())
    }

    fn insert_into(&mut self, rows: &[New], ids: &mut Vec<i32>) -> Result<()> {
        let Self { runtime, wire, .. } = self;
        runtime.block_on(async {
            wire.bind("insert", 2, |out| {
                texts(out, rows.iter().map(|row| row.name.as_str()));
                int4s(out, rows.iter().map(|row| row.age));
            });
            wire.sync().await?;
            wire.run(|body| {
                ids.push(Columns::new(body, 1)?.int4()?);
                Ok(())
            })
            .await
        })
    }

    /// A statement that takes keys, names and ages, and returns how many rows there were.
    fn members(&mut self, name: &'static str, sql: &str, rows: &[Member]) -> Answer {
        self.prepare(name, sql)?;
        let Self { runtime, wire, .. } = self;
        let rows = runtime.block_on(async {
            wire.bind(name, 3, |out| {
                int4s(out, rows.iter().map(|row| row.id));
                texts(out, rows.iter().map(|row| row.name.as_str()));
                int4s(out, rows.iter().map(|row| row.age));
            });
            wire.sync().await?;
            wire.run_all(|_, _| Ok(())).await
        })?;
        Ok(Some(Box::new(Check { rows, sum: None })))
    }
}

impl Contestant for Floor {
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

    fn traffic(&mut self) -> Result<Option<Traffic>> {
        Ok(Some(self.wire.traffic()))
    }

    fn insert(&mut self, rows: &[New]) -> Answer {
        self.prepare("insert", INSERT)?;
        let mut ids = Vec::with_capacity(rows.len());
        self.insert_into(rows, &mut ids)?;
        Ok(Some(Box::new(Ids(ids))))
    }

    fn batches(&mut self, rows: &[New], at_once: usize) -> Answer {
        self.prepare("insert", INSERT)?;
        let mut ids = Vec::with_capacity(rows.len());
        for rows in rows.chunks(at_once) {
            self.insert_into(rows, &mut ids)?;
        }
        Ok(Some(Box::new(Ids(ids))))
    }

    fn load(&mut self, rows: Rows) -> Answer {
        let Self { runtime, wire, .. } = self;
        let rows = runtime.block_on(async {
            wire.copy(COPY).await?;
            let mut rows = rows.peekable();
            wire.copy_data(|out| out.extend(COPY_HEADER));
            while rows.peek().is_some() {
                wire.copy_data(|out| {
                    let start = out.len();
                    while out.len() - start < CHUNK
                        && let Some(row) = rows.next()
                    {
                        copied(out, row);
                    }
                });
                wire.flush().await?;
            }
            wire.copy_data(|out| out.extend(COPY_TRAILER));
            wire.put(Some(b'c'), |_| {});
            wire.flush().await?;
            wire.run_all(|_, _| Ok(())).await
        })?;
        Ok(Some(Box::new(Check { rows, sum: None })))
    }

    fn update(&mut self, rows: &[Member]) -> Answer {
        self.members("update", UPDATE, rows)
    }

    fn upsert(&mut self, rows: &[Member]) -> Answer {
        self.members("upsert", UPSERT, rows)
    }

    fn delete(&mut self, keys: &[i32]) -> Answer {
        self.prepare("delete", DELETE)?;
        let Self { runtime, wire, .. } = self;
        let rows = runtime.block_on(async {
            wire.bind("delete", 1, |out| int4s(out, keys.iter().copied()));
            wire.sync().await?;
            wire.run_all(|_, _| Ok(())).await
        })?;
        Ok(Some(Box::new(Check { rows, sum: None })))
    }
}
