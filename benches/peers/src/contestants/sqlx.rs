//! sqlx on one connection, without its pool: the pool would ping at every release.

use sqlx::postgres::{PgConnection, Postgres};
use sqlx::{Connection, FromRow, QueryBuilder, Row};
use tokio::runtime::Runtime;

use super::runtime;
use crate::Result;
use crate::fixture::{NARROW, POINT, STRINGS, WIDE};
use crate::race::{Answer, Contestant, Entry};
use crate::rows::{Check, FavoriteColor, Narrow, Person, Wide};

pub const ENTRIES: &[Entry] = &[Entry { name: "sqlx", connect: |url| Ok(Box::new(Sqlx::connect(url)?)) }];

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
}

/// Both tables have a column `id`, which a decoder by name cannot tell apart: this one goes by position.
struct PersonAndColor(Person, FavoriteColor);

impl<'r> FromRow<'r, sqlx::postgres::PgRow> for PersonAndColor {
    fn from_row(row: &'r sqlx::postgres::PgRow) -> std::result::Result<Self, sqlx::Error> {
        let person = Person { id: row.try_get(0)?, name: row.try_get(1)?, age: row.try_get(2)? };
        let color = FavoriteColor { id: row.try_get(3)?, person_id: row.try_get(4)?, color: row.try_get(5)? };
        Ok(Self(person, color))
    }
}

impl crate::rows::Digest for PersonAndColor {
    fn digest(&self) -> u64 {
        (&self.0, &self.1).digest()
    }
}

impl Contestant for Sqlx {
    fn backend(&mut self) -> Result<i32> {
        let query = sqlx::query_scalar("SELECT pg_backend_pid()").fetch_one(&mut self.connection);
        Ok(self.runtime.block_on(query)?)
    }

    fn narrow(&mut self) -> Answer {
        let query = sqlx::query_as::<_, Narrow>(NARROW).fetch_all(&mut self.connection);
        Ok(Some(Box::new(self.runtime.block_on(query)?)))
    }

    fn wide(&mut self) -> Answer {
        let query = sqlx::query_as::<_, Wide>(WIDE).fetch_all(&mut self.connection);
        Ok(Some(Box::new(self.runtime.block_on(query)?)))
    }

    fn strings(&mut self, rows: i32) -> Answer {
        let query = sqlx::query_scalar::<_, String>(STRINGS).bind(i64::from(rows));
        Ok(Some(Box::new(self.runtime.block_on(query.fetch_all(&mut self.connection))?)))
    }

    fn point(&mut self, keys: &[i32]) -> Answer {
        let Self { runtime, connection } = self;
        runtime.block_on(async {
            let mut check = Check::default();
            for key in keys {
                let query = sqlx::query_as::<_, Person>(POINT).bind(key);
                check.add(&query.fetch_one(&mut *connection).await?);
            }
            Ok(Some(Box::new(check) as _))
        })
    }

    fn join(&mut self, ages: &[i32], name: &str) -> Answer {
        let Self { runtime, connection } = self;
        runtime.block_on(async {
            let mut rows = Vec::new();
            for age in ages {
                let mut query = QueryBuilder::<Postgres>::new(
                    "SELECT p.id, p.name, p.age, c.id, c.person_id, c.color \
                     FROM peers_person p JOIN peers_favorite_color c ON p.id = c.person_id WHERE p.age > ",
                );
                query.push_bind(age).push(" AND p.name = ").push_bind(name);
                query.push(" ORDER BY p.age DESC LIMIT 100");
                rows = query.build_query_as::<PersonAndColor>().fetch_all(&mut *connection).await?;
            }
            Ok(Some(Box::new(rows) as _))
        })
    }
}
