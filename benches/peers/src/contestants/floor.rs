//! The hand-written loop, and what it costs with less work: rows borrowed from the buffer, rows not looked at.

use std::hint::black_box;

use tokio::runtime::Runtime;

use super::runtime;
use crate::Result;
use crate::fixture::{JOIN, NARROW, POINT, STRINGS, WIDE};
use crate::floor::decode;
use crate::floor::startup::connect;
use crate::floor::wire::Wire;
use crate::race::{Answer, Contestant, Entry};
use crate::rows::Check;

pub const ENTRIES: &[Entry] = &[
    Entry { name: "floor", connect: |url| Ok(Box::new(Floor(Hand::connect(url)?))) },
    Entry { name: "floor, borrowed (&str)", connect: |url| Ok(Box::new(Borrowed(Hand::connect(url)?))) },
    Entry { name: "floor, thrown away", connect: |url| Ok(Box::new(ThrownAway(Hand::connect(url)?))) },
];

struct Hand {
    runtime: Runtime,
    wire: Wire,
}

impl Hand {
    fn connect(url: &str) -> Result<Self> {
        let runtime = runtime()?;
        let wire = runtime.block_on(async {
            let mut wire = connect(url).await?;
            let statements = [
                ("narrow", NARROW),
                ("wide", WIDE),
                ("strings", STRINGS),
                ("point", POINT),
                ("join", JOIN),
                ("backend", "SELECT pg_backend_pid()"),
            ];
            for (name, sql) in statements {
                wire.prepare(name, sql).await?;
            }
            Result::Ok(wire)
        })?;
        Ok(Self { runtime, wire })
    }

    fn backend(&mut self) -> Result<i32> {
        let mut backend = 0;
        self.each("backend", &[], |body| {
            backend = decode::Columns::new(body, 1)?.int4()?;
            Ok(())
        })?;
        Ok(backend)
    }

    fn each(
        &mut self,
        statement: &str,
        parameters: &[&[u8]],
        row: impl FnMut(&[u8]) -> Result<()>,
    ) -> Result<()> {
        self.runtime.block_on(async {
            self.wire.execute(statement, parameters).await?;
            self.wire.run(row).await
        })
    }

    fn collect<T>(
        &mut self,
        statement: &str,
        parameters: &[&[u8]],
        row: fn(&[u8]) -> std::result::Result<T, decode::Malformed>,
    ) -> Result<Vec<T>> {
        let mut rows = Vec::new();
        self.each(statement, parameters, |body| {
            rows.push(row(body)?);
            Ok(())
        })?;
        Ok(rows)
    }
}

struct Floor(Hand);

impl Contestant for Floor {
    fn backend(&mut self) -> Result<i32> {
        self.0.backend()
    }

    fn narrow(&mut self) -> Answer {
        Ok(Some(Box::new(self.0.collect("narrow", &[], decode::narrow)?)))
    }

    fn wide(&mut self) -> Answer {
        Ok(Some(Box::new(self.0.collect("wide", &[], decode::wide)?)))
    }

    fn strings(&mut self, rows: i32) -> Answer {
        let limit = i64::from(rows).to_be_bytes();
        Ok(Some(Box::new(self.0.collect("strings", &[&limit], decode::string)?)))
    }

    fn point(&mut self, keys: &[i32]) -> Answer {
        let Hand { runtime, wire } = &mut self.0;
        runtime.block_on(async {
            let mut check = Check::default();
            for key in keys {
                wire.execute("point", &[&key.to_be_bytes()]).await?;
                let mut person = None;
                wire.run(|body| {
                    person = Some(decode::person(body)?);
                    Ok(())
                })
                .await?;
                check.add(&person.ok_or("no row")?);
            }
            Ok(Some(Box::new(check) as _))
        })
    }

    fn join(&mut self, ages: &[i32], name: &str) -> Answer {
        let Hand { runtime, wire } = &mut self.0;
        runtime.block_on(async {
            let mut rows = Vec::new();
            for age in ages {
                wire.execute("join", &[&age.to_be_bytes(), name.as_bytes()]).await?;
                rows = Vec::new();
                wire.run(|body| {
                    rows.push(decode::person_and_color(body)?);
                    Ok(())
                })
                .await?;
            }
            Ok(Some(Box::new(rows) as _))
        })
    }
}

struct Borrowed(Hand);

impl Contestant for Borrowed {
    fn backend(&mut self) -> Result<i32> {
        self.0.backend()
    }

    fn narrow(&mut self) -> Answer {
        let mut rows = 0;
        self.0.each("narrow", &[], |body| {
            black_box(decode::narrow_ref(body)?);
            rows += 1;
            Ok(())
        })?;
        Ok(Some(Box::new(Check { rows, sum: None })))
    }

    fn wide(&mut self) -> Answer {
        let mut rows = 0;
        self.0.each("wide", &[], |body| {
            black_box(decode::wide_ref(body)?);
            rows += 1;
            Ok(())
        })?;
        Ok(Some(Box::new(Check { rows, sum: None })))
    }

    fn strings(&mut self, rows: i32) -> Answer {
        let mut check = Check::default();
        self.0.each("strings", &[&i64::from(rows).to_be_bytes()], |body| {
            check.add(&decode::Columns::new(body, 1)?.text()?);
            Ok(())
        })?;
        Ok(Some(Box::new(check)))
    }
}

struct ThrownAway(Hand);

impl ThrownAway {
    fn count(&mut self, statement: &str) -> Answer {
        let mut rows = 0;
        self.0.each(statement, &[], |body| {
            black_box(body);
            rows += 1;
            Ok(())
        })?;
        Ok(Some(Box::new(Check { rows, sum: None })))
    }
}

impl Contestant for ThrownAway {
    fn backend(&mut self) -> Result<i32> {
        self.0.backend()
    }

    fn narrow(&mut self) -> Answer {
        self.count("narrow")
    }

    fn wide(&mut self) -> Answer {
        self.count("wide")
    }
}
