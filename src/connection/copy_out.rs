//! COPY to the client.

use std::future::poll_fn;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;

use super::copy_in::without_params;
use super::drive::Event;
use super::flight::Expect;
use super::place::Place;
use super::{Connection, Streams, Transaction};
use crate::error::{Error, Kind};
use crate::sql::Statement;
use crate::value::{Columns, Row, Shape, decode_row};
use crate::wire::copy::{CopyFormat, after_header, row};
use crate::wire::split;

/// The data of a `COPY .. TO STDOUT`, in the format that its statement names, read as it is asked for.
///
/// No more is read from the server than the read buffer holds. Dropped early, the connection reads and throws away the
/// rest before its next use.
#[derive(Debug)]
pub struct CopyOut<'c> {
    connection: &'c mut Connection,
    sql: String,
    /// `None` after its end.
    flight: Option<u64>,
    format: CopyFormat,
}

impl<'c> Place<'c> {
    pub(super) async fn copy_out(self, sql: String) -> Result<CopyOut<'c>, Error> {
        let Place { connection, level } = self;
        let mut flight = None;
        let begun =
            poll_fn(|context| connection.poll_begin_copy(context, level, &sql, Expect::CopyOut, &mut flight));
        match begun.await {
            Ok(format) => Ok(CopyOut { connection, sql, flight, format }),
            Err(error) => Err(error.with_sql(&sql)),
        }
    }

    /// Copies the rows of a query, see [`CopyOutRows`].
    ///
    /// # Errors
    ///
    /// The query has parameters. Its columns are not what `R` says. The server refuses it.
    pub async fn copy_out_rows<R: Row>(
        mut self,
        query: &Statement,
        describe: fn(&mut Shape),
    ) -> Result<CopyOutRows<'c, R>, Error> {
        let sql = without_params(query)?;
        self.check_columns(query, describe).await?;
        // A comment at the end of the query ends before the parenthesis.
        let end = if sql.contains("--") { "\n" } else { "" };
        let copy = self.copy_out(format!("COPY ({sql}{end}) TO STDOUT (FORMAT binary)")).await?;
        Ok(CopyOutRows { copy, position: Position::Header, row: PhantomData })
    }
}

impl CopyOut<'_> {
    /// The next piece of the data, `None` at the end and after an error. In text format a piece is a line, in the
    /// binary format it is a row.
    ///
    /// The future may be dropped at any time: no data is lost by that.
    ///
    /// # Errors
    ///
    /// The server fails in the middle, or the connection breaks.
    pub async fn next(&mut self) -> Result<Option<Bytes>, Error> {
        poll_fn(|context| self.poll_data(context, |data| Ok(Some(Bytes::copy_from_slice(data))))).await
    }

    /// How many columns there are.
    #[must_use]
    pub fn columns(&self) -> u16 {
        self.format.columns
    }

    /// Whether the data is in the binary format.
    #[must_use]
    pub fn is_binary(&self) -> bool {
        self.format.binary
    }

    /// Lets `take` have the data, message by message, until it returns something.
    fn poll_data<T>(
        &mut self,
        context: &mut Context<'_>,
        mut take: impl FnMut(&[u8]) -> Result<Option<T>, Error>,
    ) -> Poll<Result<Option<T>, Error>> {
        let Some(flight) = self.flight else { return Poll::Ready(Ok(None)) };
        let taken = loop {
            match ready!(self.connection.poll_flight(context, flight)) {
                Ok(Event::Rows) => {
                    let frame = split(self.connection.input.unread());
                    let Ok(Some(frame)) = frame else { break frame.map(|_| None) };
                    let (taken, size) = (take(frame.body), frame.size());
                    self.connection.input.consume(size);
                    match taken {
                        Ok(None) => {}
                        taken => break taken,
                    }
                }
                Ok(Event::Suspended | Event::Copying) => {}
                Ok(Event::Landed(landed)) => break landed.error.map_or(Ok(None), Err),
                Err(error) => break Err(error),
            }
        };
        if !matches!(taken, Ok(Some(_))) {
            self.flight = None;
        }
        Poll::Ready(taken.map_err(|error| {
            self.connection.broken |= matches!(error.kind(), Kind::Protocol(_));
            error.with_sql(&self.sql)
        }))
    }
}

/// How far the data of a COPY in the binary format was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Position {
    Header,
    Rows,
    End,
}

/// The rows of a `COPY (query) TO STDOUT (FORMAT binary)`, decoded in the read buffer as they are asked for.
///
/// No more is read from the server than the read buffer holds, so that any number of rows takes the same memory.
/// Dropped early, the connection reads and throws away the rest before its next use.
#[derive(Debug)]
pub struct CopyOutRows<'c, R> {
    copy: CopyOut<'c>,
    position: Position,
    row: PhantomData<fn() -> R>,
}

impl<R: Row> CopyOutRows<'_, R> {
    /// The next row, `None` after the last one and after an error.
    ///
    /// The future may be dropped at any time: no row is lost by that.
    pub async fn next(&mut self) -> Option<Result<R, Error>> {
        poll_fn(|context| self.poll_row(context)).await
    }

    /// As [`next`](CopyOutRows::next), for `while let Some(row) = rows.try_next().await?`.
    ///
    /// # Errors
    ///
    /// A row cannot be decoded, the server fails in the middle, or the connection breaks.
    pub async fn try_next(&mut self) -> Result<Option<R>, Error> {
        self.next().await.transpose()
    }

    fn poll_row(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<R, Error>>> {
        let position = &mut self.position;
        let columns = self.copy.format.columns;
        let was_over = self.copy.flight.is_none();
        let taken = ready!(self.copy.poll_data(context, |data| take(data, columns, position)));
        let taken = match taken {
            // The server says that all is well, and its data has no end.
            Ok(None) if !was_over && *position != Position::End => {
                self.copy.connection.broken = true;
                Err(Error::protocol("the data of a COPY has no end").with_sql(&self.copy.sql))
            }
            taken => taken,
        };
        Poll::Ready(taken.transpose())
    }
}

/// Takes a message of the data: it is one row, and the first one has the header before it.
fn take<R: Row>(data: &[u8], columns: u16, position: &mut Position) -> Result<Option<R>, Error> {
    let rest = match *position {
        Position::Header => after_header(data)?,
        Position::Rows => data,
        Position::End => return Err(Error::protocol("the data of a COPY goes on after its end")),
    };
    if *position == Position::Header {
        *position = Position::Rows;
        if rest.is_empty() {
            return Ok(None);
        }
    }
    match row(rest, columns)? {
        Some(values) => decode_row(&mut Columns::new(values)).map(Some),
        None => {
            *position = Position::End;
            Ok(None)
        }
    }
}

impl<R: Row> Stream for CopyOutRows<'_, R> {
    type Item = Result<R, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll_row(context)
    }
}

impl Connection {
    /// Begins a `COPY .. TO STDOUT`, and hands its data out as it comes: see the manual's page "COPY".
    ///
    /// # Errors
    ///
    /// The server refuses the statement, or it is none that sends data. Or it has parameters, which COPY does not take.
    pub async fn copy_out_raw(&mut self, statement: &Statement) -> Result<CopyOut<'_>, Error> {
        self.place().copy_out(without_params(statement)?).await
    }
}

impl Transaction<'_> {
    /// Begins a `COPY .. TO STDOUT`, see [`Connection::copy_out_raw`].
    ///
    /// # Errors
    ///
    /// As [`Connection::copy_out_raw`].
    pub async fn copy_out_raw(&mut self, statement: &Statement) -> Result<CopyOut<'_>, Error> {
        self.place().copy_out(without_params(statement)?).await
    }
}
