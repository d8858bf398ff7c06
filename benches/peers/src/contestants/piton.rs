//! piton: typed queries, built anew for every execution.

use std::hint::black_box;

use piton::prelude::*;
use tokio::runtime::Runtime;

use super::runtime;
use crate::Result;
use crate::race::{Answer, Contestant, Entry};
use crate::rows::Check;

pub const ENTRIES: &[Entry] = &[
    Entry { name: "piton", connect: |url| Ok(Box::new(Piton(Session::connect(url)?))) },
    Entry { name: "piton, for_each (&str)", connect: |url| Ok(Box::new(Borrowed(Session::connect(url)?))) },
];

#[derive(Table, Debug)]
#[table(name = "peers_narrow")]
struct Narrow {
    #[column(primary_key)]
    id: i32,
    name: String,
    score: i32,
}

#[derive(Table, Debug)]
#[table(name = "peers_wide")]
struct Wide {
    #[column(primary_key)]
    a: i32,
    b: i64,
    c: f64,
    d: bool,
    e: String,
    f: Option<String>,
    g: Option<i32>,
    h: i16,
    i: f32,
    j: String,
}

#[derive(Table, Debug)]
#[table(name = "peers_person")]
struct Person {
    #[column(primary_key)]
    id: i32,
    name: String,
    age: i32,
}

#[derive(Table, Debug)]
#[table(name = "peers_favorite_color")]
struct FavoriteColor {
    #[column(primary_key)]
    id: i32,
    person_id: i32,
    color: String,
}

/// A row of the wide table, borrowed from the read buffer.
type WideRef<'r> = (i32, i64, f64, bool, &'r str, Option<&'r str>, Option<i32>, i16, f32, &'r str);

crate::digest!(Narrow: id, name, score);
crate::digest!(Wide: a, b, c, d, e, f, g, h, i, j);
crate::digest!(Person: id, name, age);
crate::digest!(FavoriteColor: id, person_id, color);

struct Session {
    runtime: Runtime,
    db: Connection,
}

impl Session {
    fn connect(url: &str) -> Result<Self> {
        let runtime = runtime()?;
        let db = runtime.block_on(Connection::connect(url))?;
        Ok(Self { runtime, db })
    }

    fn backend(&mut self) -> Result<i32> {
        let query = select(fragment::<i32>("pg_backend_pid()")).one(&mut self.db);
        Ok(self.runtime.block_on(query)?)
    }
}

struct Piton(Session);

impl Contestant for Piton {
    fn backend(&mut self) -> Result<i32> {
        self.0.backend()
    }

    fn narrow(&mut self) -> Answer {
        let Session { runtime, db } = &mut self.0;
        Ok(Some(Box::new(runtime.block_on(select(Narrow).all(db))?)))
    }

    fn wide(&mut self) -> Answer {
        let Session { runtime, db } = &mut self.0;
        Ok(Some(Box::new(runtime.block_on(select(Wide).all(db))?)))
    }

    fn strings(&mut self, rows: i32) -> Answer {
        let Session { runtime, db } = &mut self.0;
        let query = select(Narrow::name).limit(rows.unsigned_abs());
        Ok(Some(Box::new(runtime.block_on(query.all(db))?)))
    }

    fn point(&mut self, keys: &[i32]) -> Answer {
        let Session { runtime, db } = &mut self.0;
        runtime.block_on(async {
            let mut check = Check::default();
            for &key in keys {
                check.add(&select(Person).filter(Person::id.eq(key)).one(&mut *db).await?);
            }
            Ok(Some(Box::new(check) as _))
        })
    }

    fn join(&mut self, ages: &[i32], name: &str) -> Answer {
        let Session { runtime, db } = &mut self.0;
        runtime.block_on(async {
            let mut rows = Vec::new();
            for &age in ages {
                rows = select((Person, FavoriteColor))
                    .join(FavoriteColor, Person::id.eq(FavoriteColor::person_id))
                    .filter(Person::age.gt(age))
                    .filter(Person::name.eq(name))
                    .order_by(Person::age.desc())
                    .limit(100)
                    .all(&mut *db)
                    .await?;
            }
            Ok(Some(Box::new(rows) as _))
        })
    }
}

struct Borrowed(Session);

impl Contestant for Borrowed {
    fn backend(&mut self) -> Result<i32> {
        self.0.backend()
    }

    fn narrow(&mut self) -> Answer {
        let Session { runtime, db } = &mut self.0;
        let query = select((Narrow::id, Narrow::name, Narrow::score));
        let each = |row: (i32, &str, i32)| {
            black_box(row);
        };
        let rows = runtime.block_on(query.for_each(db, each))?;
        Ok(Some(Box::new(Check { rows, sum: None })))
    }

    fn wide(&mut self) -> Answer {
        let Session { runtime, db } = &mut self.0;
        let query = select((
            Wide::a,
            Wide::b,
            Wide::c,
            Wide::d,
            Wide::e,
            Wide::f,
            Wide::g,
            Wide::h,
            Wide::i,
            Wide::j,
        ));
        let each = |row: WideRef<'_>| {
            black_box(row);
        };
        let rows = runtime.block_on(query.for_each(db, each))?;
        Ok(Some(Box::new(Check { rows, sum: None })))
    }

    fn strings(&mut self, rows: i32) -> Answer {
        let Session { runtime, db } = &mut self.0;
        let query = select(Narrow::name).limit(rows.unsigned_abs());
        let mut check = Check::default();
        runtime.block_on(query.for_each(db, |name: &str| check.add(&name)))?;
        Ok(Some(Box::new(check)))
    }
}
