//! Rows one by one.

use std::future::poll_fn;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use super::Connection;
use super::cache::Describe;
use super::execute::{Execution, Step};
use super::place::Place;
use crate::error::Error;
use crate::sql::Statement;
use crate::value::{Row, Shape, decode_row};

impl<'c> Place<'c> {
    /// Executes a statement and hands out its rows one by one, see [`Connection::stream`].
    pub fn stream<R: Row>(self, statement: Statement, describe: fn(&mut Shape)) -> RowStream<'c, R> {
        RowStream::new(self.connection, self.level, statement, describe)
    }
}

/// The rows of a statement, read as they are asked for.
///
/// No more is read from the server than the read buffer holds, so that any number of rows takes the same memory:
/// the server waits. Dropped early, the connection reads and throws away the rest before its next use: of a long result
/// take [parts](RowStream::fetch_size).
#[derive(Debug)]
#[must_use = "nothing is executed before the first row is asked for"]
pub struct RowStream<'c, R> {
    connection: &'c mut Connection,
    statement: Statement,
    describe: Describe,
    execution: Execution,
    over: bool,
    row: PhantomData<fn() -> R>,
}

impl<'c, R: Row> RowStream<'c, R> {
    fn new(connection: &'c mut Connection, level: u32, statement: Statement, describe: Describe) -> Self {
        RowStream {
            connection,
            statement,
            describe,
            execution: Execution::inside(level),
            over: false,
            row: PhantomData,
        }
    }

    /// Has the server hand out so many rows at a time, and wait until they are taken: a portal that is asked again. All
    /// rows at once with 0, as it is unless it is said otherwise.
    ///
    /// Each part costs a round trip, and the end of it is cheap at any time: a stream that is dropped early leaves at most
    /// one part to be read. The server plans for it as for all rows, but without parallel workers. See the manual's page
    /// "Message Flow", section "Extended Query".
    pub fn fetch_size(mut self, rows: u32) -> Self {
        self.execution.rows = i32::try_from(rows).unwrap_or(i32::MAX);
        self
    }

    /// The next row, `None` after the last one and after an error.
    ///
    /// The future may be dropped at any time: no row is lost by that.
    pub async fn next(&mut self) -> Option<Result<R, Error>> {
        poll_fn(|context| self.poll_row(context)).await
    }

    /// As [`next`](RowStream::next), for `while let Some(row) = rows.try_next().await?`.
    ///
    /// # Errors
    ///
    /// As [`Executor::run`](super::Executor::run).
    pub async fn try_next(&mut self) -> Result<Option<R>, Error> {
        self.next().await.transpose()
    }

    fn poll_row(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<R, Error>>> {
        if self.over {
            return Poll::Ready(None);
        }
        let row = match ready!(self.connection.poll_execute(
            context,
            &mut self.execution,
            &self.statement,
            self.describe
        )) {
            Ok(Step::Rows) => {
                let row = self.connection.take_row(decode_row::<R>);
                row.map_err(|error| error.with_sql(&self.statement.to_sql())).transpose()
            }
            Ok(Step::Landed(_)) => None,
            Err(error) => Some(Err(error)),
        };
        self.over = !matches!(row, Some(Ok(_)));
        Poll::Ready(row)
    }
}

impl<R: Row> Stream for RowStream<'_, R> {
    type Item = Result<R, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll_row(context)
    }
}
