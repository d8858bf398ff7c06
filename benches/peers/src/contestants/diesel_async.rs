//! diesel-async: Diesel's queries over tokio-postgres.

use diesel::QueryDsl;
use diesel_async::{AsyncConnection, AsyncPgConnection, RunQueryDsl};
use tokio::runtime::Runtime;

use super::diesel_schema::{join, peers_narrow, peers_person, peers_wide, pg_backend_pid};
use super::runtime;
use crate::Result;
use crate::race::{Answer, Contestant, Entry};
use crate::rows::{Check, FavoriteColor, Narrow, Person, Wide};

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

impl Contestant for DieselAsync {
    fn backend(&mut self) -> Result<i32> {
        let query = diesel::select(pg_backend_pid());
        Ok(self.runtime.block_on(query.get_result(&mut self.connection))?)
    }

    fn narrow(&mut self) -> Answer {
        let rows = self.runtime.block_on(peers_narrow::table.load::<Narrow>(&mut self.connection))?;
        Ok(Some(Box::new(rows)))
    }

    fn wide(&mut self) -> Answer {
        let rows = self.runtime.block_on(peers_wide::table.load::<Wide>(&mut self.connection))?;
        Ok(Some(Box::new(rows)))
    }

    fn strings(&mut self, rows: i32) -> Answer {
        let query = peers_narrow::table.select(peers_narrow::name).limit(i64::from(rows));
        let rows = self.runtime.block_on(query.load::<String>(&mut self.connection))?;
        Ok(Some(Box::new(rows)))
    }

    fn point(&mut self, keys: &[i32]) -> Answer {
        let Self { runtime, connection } = self;
        runtime.block_on(async {
            let mut check = Check::default();
            for &key in keys {
                check.add(&peers_person::table.find(key).get_result::<Person>(connection).await?);
            }
            Ok(Some(Box::new(check) as _))
        })
    }

    fn join(&mut self, ages: &[i32], name: &str) -> Answer {
        let Self { runtime, connection } = self;
        runtime.block_on(async {
            let mut rows = Vec::new();
            for &age in ages {
                rows = join(age, name).load::<(Person, FavoriteColor)>(connection).await?;
            }
            Ok(Some(Box::new(rows) as _))
        })
    }
}
