//! piton: the verbs for objects. Each is one statement with one array a column, whatever the number of rows, in one round
//! trip; and COPY of typed rows, beside which `Encoded` is COPY of rows that the program encodes. `Whole` takes what the
//! verbs are made for first: whole rows from an insert, and objects that know what was changed.

use piton::prelude::*;
use piton::sql::{Clause, Statement};
use piton::value::Row as _;
use tokio::runtime::Runtime;

use crate::Result;
use crate::contestants::runtime;
use crate::fixture::{COPY, LOADED};
use crate::inputs::{Member as Given, New, Rows};
use crate::race::{Answer, Contestant, Entry, Traffic};
use crate::rows::{Check, Ids};

pub const ENTRIES: &[Entry] = &[
    Entry { name: "piton", connect: |url| Ok(Box::new(Piton(Session::connect(url)?))) },
    Entry { name: "piton, encoded by hand", connect: |url| Ok(Box::new(Encoded(Session::connect(url)?))) },
    Entry {
        name: "piton, whole objects",
        connect: |url| Ok(Box::new(Whole(Session::connect(url)?, Vec::new()))),
    },
];

#[derive(Table, Debug)]
#[table(name = "peers_member")]
struct Member {
    #[column(primary_key, auto)]
    id: i32,
    name: String,
    age: i32,
}

#[derive(Table, Debug)]
#[table(name = "peers_loaded")]
struct Loaded {
    id: i32,
    name: String,
    age: i32,
}

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

    fn backend(&self) -> Result<i32> {
        Ok(i32::try_from(self.db.process_id())?)
    }

    fn traffic(&self) -> Option<Traffic> {
        let counters = self.db.counters();
        Some(Traffic { round_trips: counters.round_trips, prepared: counters.prepared })
    }
}

fn raw(sql: &'static str) -> Statement {
    let mut statement = Statement::new();
    statement.part(Clause::Raw, |out| out.text(sql));
    statement
}

fn counted(rows: u64) -> Answer {
    Ok(Some(Box::new(Check { rows, sum: None })))
}

struct Piton(Session);

impl Contestant for Piton {
    fn backend(&mut self) -> Result<i32> {
        self.0.backend()
    }

    fn traffic(&mut self) -> Result<Option<Traffic>> {
        Ok(self.0.traffic())
    }

    fn insert(&mut self, rows: &[New]) -> Answer {
        let Session { runtime, db } = &mut self.0;
        let rows = rows.iter().map(|row| Member::create().name(row.name.as_str()).age(row.age));
        Ok(Some(Box::new(Ids(runtime.block_on(db.insert(rows).keys())?))))
    }

    fn batches(&mut self, rows: &[New], at_once: usize) -> Answer {
        let Session { runtime, db } = &mut self.0;
        runtime.block_on(async {
            let mut ids: Vec<i32> = Vec::with_capacity(rows.len());
            for rows in rows.chunks(at_once) {
                let rows = rows.iter().map(|row| Member::create().name(row.name.as_str()).age(row.age));
                ids.append(&mut db.insert(rows).keys().await?);
            }
            Ok(Some(Box::new(Ids(ids)) as _))
        })
    }

    fn load(&mut self, rows: Rows) -> Answer {
        let Session { runtime, db } = &mut self.0;
        let rows = rows.map(|row| Loaded::create().id(row.id).name(row.name).age(row.age));
        let rows = runtime.block_on(async {
            let mut copy = db.copy_in::<Loaded>().await?;
            copy.send_all(rows).await?;
            copy.finish().await
        })?;
        counted(rows)
    }

    fn update(&mut self, rows: &[Given]) -> Answer {
        let Session { runtime, db } = &mut self.0;
        let rows = rows.iter().map(|row| Member::patch(row.id).name(row.name.as_str()).age(row.age));
        counted(runtime.block_on(db.update(rows))?)
    }

    fn upsert(&mut self, rows: &[Given]) -> Answer {
        let Session { runtime, db } = &mut self.0;
        let rows = rows.iter().map(|row| Member::create().id(row.id).name(row.name.as_str()).age(row.age));
        counted(runtime.block_on(db.upsert(rows).execute())?)
    }

    fn delete(&mut self, keys: &[i32]) -> Answer {
        let Session { runtime, db } = &mut self.0;
        counted(runtime.block_on(db.delete_keys::<Member>(keys.iter().copied()))?)
    }
}

/// COPY of rows that the program encodes.
struct Encoded(Session);

impl Contestant for Encoded {
    fn backend(&mut self) -> Result<i32> {
        self.0.backend()
    }

    fn traffic(&mut self) -> Result<Option<Traffic>> {
        Ok(self.0.traffic())
    }

    fn load(&mut self, rows: Rows) -> Answer {
        let Session { runtime, db } = &mut self.0;
        let rows = runtime.block_on(async {
            let mut copy = db.copy_in_rows(&raw(COPY), &raw(LOADED), <(i32, String, i32)>::describe).await?;
            for row in rows {
                copy.row(|out| {
                    out.put_value(&row.id)?;
                    out.put_value(row.name)?;
                    out.put_value(&row.age)
                })
                .await?;
            }
            copy.finish().await
        })?;
        counted(rows)
    }
}

/// With the objects that it updates.
struct Whole(Session, Vec<Tracked<Member>>);

impl Contestant for Whole {
    fn backend(&mut self) -> Result<i32> {
        self.0.backend()
    }

    fn traffic(&mut self) -> Result<Option<Traffic>> {
        Ok(self.0.traffic())
    }

    fn insert(&mut self, rows: &[New]) -> Answer {
        let Session { runtime, db } = &mut self.0;
        let rows = rows.iter().map(|row| Member::create().name(row.name.as_str()).age(row.age));
        let members: Vec<Member> = runtime.block_on(db.insert(rows))?;
        Ok(Some(Box::new(Ids(members.iter().map(|member| member.id).collect()))))
    }

    fn objects(&mut self) -> Result<()> {
        let Session { runtime, db } = &mut self.0;
        let members = runtime.block_on(select(Member).order_by(Member::id).all(db))?;
        self.1 = members.into_iter().map(Track::track).collect();
        Ok(())
    }

    fn update(&mut self, rows: &[Given]) -> Answer {
        let Self(Session { runtime, db }, members) = self;
        for row in rows {
            let place = usize::try_from(row.id - 1)?;
            let member = members.get_mut(place).ok_or("there is an object for each row")?;
            member.name.clone_from(&row.name);
            member.age = row.age;
        }
        counted(runtime.block_on(db.update(members))?)
    }
}
