//! The rows that a client of `tokio_postgres` hands out, as the messages that they came in.

use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;
use postgres_types::{FromSql, Type};
use tokio_postgres::{Row, RowStream};

use super::failed;
use crate::connection::check::check;
use crate::connection::executor::{Outcome, Sink};
use crate::connection::types::Types;
use crate::error::Error;
use crate::value::Shape;
use crate::wire::{Column, Rows};

/// Rows are handed on when so many bytes of them have arrived, or when no more have.
const CHUNK: usize = 32 * 1024;

/// What the server answers.
pub(super) struct Answer {
    rows: Pin<Box<RowStream>>,
    types: Types,
    /// How many columns a row has, once that is known and checked.
    width: Option<u16>,
    /// Rows as they were sent.
    buffer: Vec<u8>,
}

/// Whether there are more rows.
enum State {
    More,
    Waits,
    Over,
}

impl Answer {
    pub(super) fn new(rows: Pin<Box<RowStream>>, types: Types) -> Self {
        Answer { rows, types, width: None, buffer: Vec::new() }
    }

    pub(super) fn poll(
        &mut self,
        context: &mut Context<'_>,
        describe: fn(&mut Shape),
        rows: &mut dyn Sink,
    ) -> Poll<Result<Outcome, Error>> {
        loop {
            let state = match self.rows.as_mut().poll_next(context) {
                Poll::Ready(Some(row)) => {
                    self.keep(&row.map_err(failed)?, describe)?;
                    if self.buffer.len() < CHUNK {
                        continue;
                    }
                    State::More
                }
                Poll::Ready(None) => State::Over,
                Poll::Pending => State::Waits,
            };
            if let Some(width) = self.width {
                rows.take(&mut Rows::new(&self.buffer, width))?;
                self.buffer.clear();
            }
            match state {
                State::More => {}
                State::Over => {
                    return Poll::Ready(Ok(Outcome { affected: self.rows.rows_affected() }));
                }
                State::Waits => return Poll::Pending,
            }
        }
    }

    /// Puts a row into the buffer, as the message that it came in.
    fn keep(&mut self, row: &Row, describe: fn(&mut Shape)) -> Result<(), Error> {
        let too_wide = |_| Error::protocol("a result has more columns than it can have");
        let width = match self.width {
            Some(width) => width,
            None => {
                let named = |column: &tokio_postgres::Column| Column {
                    name: column.name().into(),
                    oid: column.type_().oid(),
                };
                let columns: Vec<Column> = row.columns().iter().map(named).collect();
                let mut shape = Shape::default();
                describe(&mut shape);
                check(&shape, Some(&columns), &self.types)?;
                *self.width.insert(u16::try_from(columns.len()).map_err(too_wide)?)
            }
        };
        let start = self.buffer.len();
        self.buffer.extend_from_slice(b"D\0\0\0\0");
        self.buffer.extend_from_slice(&width.to_be_bytes());
        for column in 0..row.len() {
            let Raw(value) = row.try_get(column).map_err(failed)?;
            let length = value.map_or(Ok(-1), |value| i32::try_from(value.len()));
            let length = length.map_err(|_| Error::protocol("a value is longer than it can be"))?;
            self.buffer.extend_from_slice(&length.to_be_bytes());
            self.buffer.extend_from_slice(value.unwrap_or_default());
        }
        let length = u32::try_from(self.buffer.len() - start - 1);
        let length = length.map_err(|_| Error::protocol("a row is longer than it can be"))?;
        if let Some(place) = self.buffer.get_mut(start + 1..start + 5) {
            place.copy_from_slice(&length.to_be_bytes());
        }
        Ok(())
    }
}

/// A value as it was sent.
struct Raw<'r>(Option<&'r [u8]>);

impl<'r> FromSql<'r> for Raw<'r> {
    fn from_sql(_: &Type, raw: &'r [u8]) -> Result<Self, Box<dyn std::error::Error + Sync + Send>> {
        Ok(Raw(Some(raw)))
    }

    fn from_sql_null(_: &Type) -> Result<Self, Box<dyn std::error::Error + Sync + Send>> {
        Ok(Raw(None))
    }

    fn accepts(_: &Type) -> bool {
        true
    }
}
