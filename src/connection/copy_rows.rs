//! COPY from the client, in the binary format.

use std::future::poll_fn;

use super::cache::Describe;
use super::copy_in::CopyIn;
use super::copy_state::CHUNK;
use super::place::Place;
use super::{Connection, Streams, Transaction};
use crate::error::{Error, Kind, ValueError};
use crate::sql::Statement;
use crate::value::{Encoder, Shape};
use crate::wire::copy::{HEADER, TRAILER};
use crate::wire::frontend;

/// A `COPY .. FROM STDIN (FORMAT binary)` that takes rows.
///
/// Nothing is kept before [`finish`](CopyInRows::finish) has said so. Dropped before that, the server is told that the
/// data is not complete, and undoes all of it.
#[derive(Debug)]
#[must_use = "a COPY that is dropped is undone"]
pub struct CopyInRows<'c> {
    copy: CopyIn<'c>,
    /// Rows that were not sent yet.
    rows: Encoder,
    has_header: bool,
}

impl<'c> Place<'c> {
    /// See [`Connection::copy_in_rows`].
    pub(crate) async fn copy_in_rows(
        mut self,
        copy: &Statement,
        like: &Statement,
        describe: Describe,
    ) -> Result<CopyInRows<'c>, Error> {
        self.check_columns(like, describe).await?;
        let copy = self.copy_in(copy).await?;
        let mut rows = CopyInRows { copy, rows: Encoder::default(), has_header: false };
        let mut shape = Shape::default();
        describe(&mut shape);
        let (expected, found) = (usize::from(rows.copy.columns()), shape.columns.len());
        let why = if !rows.copy.is_binary() {
            "the COPY is not in the binary format: write `(FORMAT binary)`".into()
        } else if expected != found {
            format!("the columns of the COPY are {expected}, and those of its rows are {found}")
        } else {
            return Ok(rows);
        };
        Err(rows.copy.end(Error::new(Kind::Statement(why.into()))))
    }
}

impl CopyInRows<'_> {
    /// Sends a row: `encode` puts its values, one for each column, with [`Encoder::put_value`] and
    /// [`Encoder::put_null`].
    ///
    /// It waits while the server does not keep up. Rows are collected before they are sent. If the future is dropped
    /// after it was polled once, the row is taken nevertheless.
    ///
    /// # Errors
    ///
    /// A value cannot be encoded: its row is left out, and others can follow. The server refuses what was sent so far,
    /// as soon as it says so; nothing of it is kept then. Or the connection breaks.
    pub async fn row(
        &mut self,
        encode: impl FnOnce(&mut Encoder) -> Result<(), ValueError>,
    ) -> Result<(), Error> {
        if self.collect(encode)? {
            self.send_rows(false).await?;
        }
        Ok(())
    }

    /// Takes a row, see [`row`](CopyInRows::row), and says whether there are enough to be sent.
    #[inline]
    pub(crate) fn collect(
        &mut self,
        encode: impl FnOnce(&mut Encoder) -> Result<(), ValueError>,
    ) -> Result<bool, Error> {
        let start = self.rows.as_bytes().len();
        self.rows.put(&self.copy.columns().to_be_bytes());
        if let Err(why) = encode(&mut self.rows) {
            self.rows.truncate(start);
            let error = Error::with_source(Kind::Statement("a row of the COPY cannot be sent".into()), why);
            return Err(error);
        }
        Ok(self.rows.as_bytes().len() >= CHUNK)
    }

    /// Sends what was collected, where more follows.
    pub(crate) async fn send_collected(&mut self) -> Result<(), Error> {
        self.send_rows(false).await
    }

    /// Sends what was collected.
    async fn send_rows(&mut self, ends: bool) -> Result<(), Error> {
        let mut oids = Vec::with_capacity(self.rows.gaps().len());
        for gap in self.rows.gaps() {
            match self.copy.connection().session.types.oid(gap.ty) {
                Some(oid) => oids.push((gap.at, oid)),
                None => return Err(self.copy.end(frontend::unknown_type(gap.ty))),
            }
        }
        let CopyInRows { copy, rows, has_header } = self;
        poll_fn(|context| {
            copy.poll_send(context, |out| {
                if !*has_header {
                    out.extend_from_slice(HEADER);
                }
                let start = out.len();
                out.extend_from_slice(rows.as_bytes());
                for (at, oid) in &oids {
                    if let Some(place) = out.get_mut(start + at..start + at + 4) {
                        place.copy_from_slice(&oid.to_be_bytes());
                    }
                }
                if ends {
                    out.extend_from_slice(&TRAILER);
                }
                Ok(())
            })
        })
        .await?;
        self.has_header = true;
        self.rows.truncate(0);
        Ok(())
    }

    /// Says that all rows were sent, and returns how many there were.
    ///
    /// If the future is dropped before it is ready, the rows may be kept.
    ///
    /// # Errors
    ///
    /// The server refuses the rows: nothing of them is kept. Or the connection breaks.
    pub async fn finish(mut self) -> Result<u64, Error> {
        self.send_rows(true).await?;
        self.copy.finish().await
    }
}

impl Connection {
    /// Begins a `COPY .. FROM STDIN (FORMAT binary)` that takes rows.
    ///
    /// The binary format says nothing about types, so a value of another type than its column's would be taken for
    /// something else. Therefore `like` is a query with the same columns, such as `SELECT` of them from the table:
    /// it is not executed, but its columns are compared with what `describe` says, the first time on a connection.
    ///
    /// # Errors
    ///
    /// The columns are not what `describe` says. The server refuses a statement, or it is none that takes data in the
    /// binary format.
    pub async fn copy_in_rows(
        &mut self,
        copy: &Statement,
        like: &Statement,
        describe: fn(&mut Shape),
    ) -> Result<CopyInRows<'_>, Error> {
        self.place().copy_in_rows(copy, like, describe).await
    }
}

impl Transaction<'_> {
    /// Begins a `COPY .. FROM STDIN (FORMAT binary)`, see [`Connection::copy_in_rows`].
    ///
    /// # Errors
    ///
    /// As [`Connection::copy_in_rows`].
    pub async fn copy_in_rows(
        &mut self,
        copy: &Statement,
        like: &Statement,
        describe: fn(&mut Shape),
    ) -> Result<CopyInRows<'_>, Error> {
        self.place().copy_in_rows(copy, like, describe).await
    }
}
