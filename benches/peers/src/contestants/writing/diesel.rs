//! Diesel: inserts of slices of `Insertable`s, an upsert for the update of many rows with different values, for which
//! Diesel has no statement of its own, and COPY of `Insertable`s.

use diesel::pg::PgConnection;
use diesel::prelude::*;

use crate::Result;
use crate::contestants::diesel_schema::{delete, insert, peers_loaded, pg_backend_pid, upsert};
use crate::inputs::{Copied, Member, New, Rows};
use crate::race::{Answer, Contestant, Entry};
use crate::rows::{Check, Ids};

pub const ENTRIES: &[Entry] =
    &[Entry { name: "diesel", connect: |url| Ok(Box::new(Diesel(PgConnection::establish(url)?))) }];

struct Diesel(PgConnection);

fn counted(rows: usize) -> Answer {
    Ok(Some(Box::new(Check { rows: rows as u64, sum: None })))
}

impl Contestant for Diesel {
    fn backend(&mut self) -> Result<i32> {
        Ok(diesel::select(pg_backend_pid()).get_result(&mut self.0)?)
    }

    fn insert(&mut self, rows: &[New]) -> Answer {
        Ok(Some(Box::new(Ids(insert!(rows).get_results(&mut self.0)?))))
    }

    fn batches(&mut self, rows: &[New], at_once: usize) -> Answer {
        let mut ids: Vec<i32> = Vec::with_capacity(rows.len());
        for rows in rows.chunks(at_once) {
            ids.append(&mut insert!(rows).get_results(&mut self.0)?);
        }
        Ok(Some(Box::new(Ids(ids))))
    }

    fn load(&mut self, rows: Rows) -> Answer {
        let rows: Vec<Copied<'_>> = rows.collect();
        counted(diesel::copy_from(peers_loaded::table).from_insertable(&rows).execute(&mut self.0)?)
    }

    fn update(&mut self, rows: &[Member]) -> Answer {
        counted(upsert!(rows).execute(&mut self.0)?)
    }

    fn upsert(&mut self, rows: &[Member]) -> Answer {
        counted(upsert!(rows).execute(&mut self.0)?)
    }

    fn delete(&mut self, keys: &[i32]) -> Answer {
        counted(delete!(keys).execute(&mut self.0)?)
    }
}
