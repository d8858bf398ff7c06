//! Diesel over libpq: a blocking socket, no runtime.

use diesel::pg::PgConnection;
use diesel::prelude::*;

use super::diesel_schema::{join, peers_narrow, peers_person, peers_wide, pg_backend_pid};
use crate::Result;
use crate::race::{Answer, Contestant, Entry};
use crate::rows::{Check, FavoriteColor, Narrow, Person, Wide};

pub const ENTRIES: &[Entry] =
    &[Entry { name: "diesel", connect: |url| Ok(Box::new(Diesel(PgConnection::establish(url)?))) }];

struct Diesel(PgConnection);

impl Contestant for Diesel {
    fn backend(&mut self) -> Result<i32> {
        Ok(diesel::select(pg_backend_pid()).get_result(&mut self.0)?)
    }

    fn narrow(&mut self) -> Answer {
        Ok(Some(Box::new(peers_narrow::table.load::<Narrow>(&mut self.0)?)))
    }

    fn wide(&mut self) -> Answer {
        Ok(Some(Box::new(peers_wide::table.load::<Wide>(&mut self.0)?)))
    }

    fn strings(&mut self, rows: i32) -> Answer {
        let query = peers_narrow::table.select(peers_narrow::name).limit(i64::from(rows));
        Ok(Some(Box::new(query.load::<String>(&mut self.0)?)))
    }

    fn point(&mut self, keys: &[i32]) -> Answer {
        let mut check = Check::default();
        for &key in keys {
            check.add(&peers_person::table.find(key).get_result::<Person>(&mut self.0)?);
        }
        Ok(Some(Box::new(check)))
    }

    fn join(&mut self, ages: &[i32], name: &str) -> Answer {
        let mut rows = Vec::new();
        for &age in ages {
            rows = join(age, name).load::<(Person, FavoriteColor)>(&mut self.0)?;
        }
        Ok(Some(Box::new(rows)))
    }
}
