//! xitca-postgres, with statements prepared by hand.

use std::future::IntoFuture;

use tokio::runtime::Runtime;
use tokio_postgres::config::Host;
use xitca_postgres::iter::AsyncLendingIterator;
use xitca_postgres::{Client, Config, Execute, Postgres, RowStream, Statement};

use super::runtime;
use crate::Result;
use crate::fixture::{JOIN, NARROW, POINT, STRINGS, WIDE};
use crate::race::{Answer, Contestant, Entry};
use crate::rows::{Check, FavoriteColor, Narrow, Person, Wide};

pub const ENTRIES: &[Entry] =
    &[Entry { name: "xitca-postgres", connect: |url| Ok(Box::new(Xitca::connect(url)?)) }];

type Row<'r> = <RowStream<'r> as AsyncLendingIterator>::Ok<'r>;

struct Xitca {
    runtime: Runtime,
    client: Client,
    narrow: Statement,
    wide: Statement,
    strings: Statement,
    point: Statement,
    join: Statement,
}

impl Xitca {
    fn connect(url: &str) -> Result<Self> {
        let runtime = runtime()?;
        let (client, statements) = runtime.block_on(async {
            let (client, driver) = Postgres::new(config(url)?).connect().await?;
            runtime.spawn(driver.into_future());
            let prepare = async |sql: &'static str| -> Result<Statement> {
                Ok(Statement::named(sql, &[]).execute(&client).await?.leak())
            };
            let statements = (
                prepare(NARROW).await?,
                prepare(WIDE).await?,
                prepare(STRINGS).await?,
                prepare(POINT).await?,
            );
            let join = prepare(JOIN).await?;
            Result::Ok((client, (statements, join)))
        })?;
        let ((narrow, wide, strings, point), join) = statements;
        Ok(Self { runtime, client, narrow, wide, strings, point, join })
    }
}

/// This library takes a socket's own path where all others take its folder.
pub(super) fn config(url: &str) -> Result<Config> {
    let ours: tokio_postgres::Config = url.parse()?;
    let Some(Host::Unix(folder)) = ours.get_hosts().first() else { return Ok(Config::try_from(url)?) };
    let port = ours.get_ports().first().copied().unwrap_or(5432);
    let user = ours.get_user().ok_or("the URL names no user")?;
    let mut config = Config::new();
    config.host_path(folder.join(format!(".s.PGSQL.{port}"))).port(port).user(user);
    config.dbname(ours.get_dbname().unwrap_or(user)).password(ours.get_password().unwrap_or_default());
    Ok(config)
}

fn narrow(row: &Row<'_>) -> Result<Narrow> {
    Ok(Narrow { id: row.try_get(0)?, name: row.try_get(1)?, score: row.try_get(2)? })
}

fn wide(row: &Row<'_>) -> Result<Wide> {
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

fn person(row: &Row<'_>) -> Result<Person> {
    Ok(Person { id: row.try_get(0)?, name: row.try_get(1)?, age: row.try_get(2)? })
}

fn person_and_color(row: &Row<'_>) -> Result<(Person, FavoriteColor)> {
    let color = FavoriteColor { id: row.try_get(3)?, person_id: row.try_get(4)?, color: row.try_get(5)? };
    Ok((person(row)?, color))
}

async fn collect<T>(mut stream: RowStream<'_>, row: fn(&Row<'_>) -> Result<T>) -> Result<Vec<T>> {
    let mut rows = Vec::new();
    while let Some(found) = stream.try_next().await? {
        rows.push(row(&found)?);
    }
    Ok(rows)
}

impl Contestant for Xitca {
    fn backend(&mut self) -> Result<i32> {
        self.runtime.block_on(async {
            let backend =
                Statement::named("SELECT pg_backend_pid()", &[]).execute(&self.client).await?.leak();
            let rows = collect(backend.query(&self.client).await?, |row| Ok(row.try_get(0)?)).await?;
            rows.first().copied().ok_or_else(|| "no row".into())
        })
    }

    fn narrow(&mut self) -> Answer {
        self.runtime.block_on(async {
            let rows = collect(self.narrow.query(&self.client).await?, narrow).await?;
            Ok(Some(Box::new(rows) as _))
        })
    }

    fn wide(&mut self) -> Answer {
        self.runtime.block_on(async {
            let rows = collect(self.wide.query(&self.client).await?, wide).await?;
            Ok(Some(Box::new(rows) as _))
        })
    }

    fn strings(&mut self, rows: i32) -> Answer {
        self.runtime.block_on(async {
            let stream = self.strings.bind([i64::from(rows)]).query(&self.client).await?;
            let rows: Vec<String> = collect(stream, |row| Ok(row.try_get(0)?)).await?;
            Ok(Some(Box::new(rows) as _))
        })
    }

    fn point(&mut self, keys: &[i32]) -> Answer {
        self.runtime.block_on(async {
            let mut check = Check::default();
            for key in keys {
                let mut stream = self.point.bind([key]).query(&self.client).await?;
                while let Some(row) = stream.try_next().await? {
                    check.add(&person(&row)?);
                }
            }
            Ok(Some(Box::new(check) as _))
        })
    }

    fn join(&mut self, ages: &[i32], name: &str) -> Answer {
        self.runtime.block_on(async {
            let mut rows = Vec::new();
            for age in ages {
                let stream = self.join.bind_dyn(&[age, &name]).query(&self.client).await?;
                rows = collect(stream, person_and_color).await?;
            }
            Ok(Some(Box::new(rows) as _))
        })
    }
}
