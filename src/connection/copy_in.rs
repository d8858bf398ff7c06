//! COPY from the client.

use std::future::poll_fn;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use tokio::io::AsyncWrite;

use super::copy_state::{CHUNK, over};
use super::drive::Event;
use super::flight::Expect;
use super::place::Place;
use super::{Connection, Streams, Transaction};
use crate::error::{Error, Kind};
use crate::sql::Statement;
use crate::wire::copy::CopyFormat;
use crate::wire::frontend;

/// A `COPY .. FROM STDIN` that has begun, and takes data in the format that its statement names.
///
/// Nothing is kept before [`finish`](CopyIn::finish) has said so. Dropped before that, the server is told at once that
/// the data is not complete, and undoes all of it.
///
/// It is an [`AsyncWrite`], too: a file can be copied into it with `tokio::io::copy`.
#[derive(Debug)]
#[must_use = "a COPY that is dropped is undone"]
pub struct CopyIn<'c> {
    connection: &'c mut Connection,
    sql: String,
    /// `None` before the server has been told of it, and after its end.
    flight: Option<u64>,
    format: CopyFormat,
}

impl<'c> Place<'c> {
    pub(super) async fn copy_in(self, statement: &Statement) -> Result<CopyIn<'c>, Error> {
        let sql = without_params(statement)?;
        let level = self.level;
        let format = CopyFormat { binary: false, columns: 0 };
        // Whoever drops this future drops it, too.
        let mut copy = CopyIn { connection: self.connection, sql, flight: None, format };
        let begun = poll_fn(|context| {
            let CopyIn { connection, sql, flight, .. } = &mut copy;
            connection.poll_begin_copy(context, level, sql, Expect::CopyIn, flight)
        });
        match begun.await {
            Ok(format) => {
                copy.format = format;
                Ok(copy)
            }
            Err(error) => Err(copy.end(error)),
        }
    }
}

impl CopyIn<'_> {
    /// How many columns the server expects.
    #[must_use]
    pub fn columns(&self) -> u16 {
        self.format.columns
    }

    /// Whether the server expects the binary format.
    #[must_use]
    pub fn is_binary(&self) -> bool {
        self.format.binary
    }

    /// Sends data. It is cut anywhere, as the server allows.
    ///
    /// It waits while the server does not keep up. If the future is dropped before it is ready, a part of the data may
    /// have been sent.
    ///
    /// # Errors
    ///
    /// The server refuses what was sent so far, as soon as it says so; nothing of it is kept then. Or the connection
    /// breaks.
    pub async fn send(&mut self, data: &[u8]) -> Result<(), Error> {
        for chunk in data.chunks(CHUNK) {
            poll_fn(|context| {
                self.poll_send(context, |out| {
                    out.extend_from_slice(chunk);
                    Ok(())
                })
            })
            .await?;
        }
        Ok(())
    }

    /// Sends what `write` appends, as soon as there is room for it.
    pub(super) fn poll_send(
        &mut self,
        context: &mut Context<'_>,
        write: impl FnOnce(&mut Vec<u8>) -> Result<(), Error>,
    ) -> Poll<Result<(), Error>> {
        let Some(flight) = self.flight else { return Poll::Ready(Err(over())) };
        let sent = ready!(self.connection.poll_copy_room(context, flight))
            .and_then(|()| self.connection.output.append(|out| frontend::copy_data(out, write)));
        match sent {
            Ok(bytes) => {
                self.connection.session.counters.bytes_sent += bytes as u64;
                Poll::Ready(Ok(()))
            }
            Err(error) => Poll::Ready(Err(self.end(error))),
        }
    }

    /// Says that all data was sent, and returns how many rows there were.
    ///
    /// If the future is dropped before it is ready, the rows may be kept.
    ///
    /// # Errors
    ///
    /// The server refuses the data: nothing of it is kept. Or the connection breaks.
    pub async fn finish(mut self) -> Result<u64, Error> {
        let Some(number) = self.flight else { return Err(over()) };
        poll_fn(|context| self.poll_done(context, number)).await.map_err(|error| self.end(error))
    }

    fn poll_done(&mut self, context: &mut Context<'_>, number: u64) -> Poll<Result<u64, Error>> {
        let connection = &mut *self.connection;
        if let Some(flight) = connection.session.flights.front_mut().filter(|flight| flight.number == number)
            && !flight.abandoned
        {
            // Nobody has to tell the server any more that no data follows.
            flight.abandoned = true;
            let bytes = connection.output.append(|out| {
                frontend::copy_done(out);
                Ok(())
            })?;
            connection.session.counters.bytes_sent += bytes as u64;
        }
        loop {
            if let Event::Landed(landed) = ready!(connection.poll_flight(context, number))? {
                self.flight = None;
                let rows = landed.outcome.affected().unwrap_or_default();
                return Poll::Ready(landed.error.map_or(Ok(rows), Err));
            }
        }
    }

    /// It is over for the reason of an error.
    pub(super) fn end(&mut self, error: Error) -> Error {
        // What the server does not know yet it is told.
        if let Some(flight) = self.flight.take() {
            self.connection.drop_copy(flight);
        }
        error.with_sql(&self.sql)
    }

    pub(super) fn connection(&self) -> &Connection {
        self.connection
    }
}

impl Drop for CopyIn<'_> {
    fn drop(&mut self) {
        if let Some(flight) = self.flight {
            self.connection.drop_copy(flight);
        }
    }
}

impl AsyncWrite for CopyIn<'_> {
    fn poll_write(self: Pin<&mut Self>, context: &mut Context<'_>, data: &[u8]) -> Poll<io::Result<usize>> {
        let chunk = data.get(..CHUNK).unwrap_or(data);
        let sent = ready!(self.get_mut().poll_send(context, |out| {
            out.extend_from_slice(chunk);
            Ok(())
        }));
        Poll::Ready(sent.map(|()| chunk.len()).map_err(io::Error::other))
    }

    /// Does nothing: what was written is sent with what follows, or by [`finish`](CopyIn::finish).
    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    /// Does nothing: only [`finish`](CopyIn::finish) says that the data is complete.
    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}

/// The text of a statement for a protocol that has no parameters.
pub(super) fn without_params(statement: &Statement) -> Result<String, Error> {
    let sql = statement.to_sql();
    if statement.param_count() > 0 {
        let why = "COPY takes no parameters: write the values as constants";
        return Err(Error::new(Kind::Statement(why.into())).with_sql(&sql));
    }
    Ok(sql)
}

impl Connection {
    /// Begins a `COPY .. FROM STDIN`, and sends it any bytes: see [`CopyIn`], and the manual's page "COPY".
    ///
    /// ```no_run
    /// # use piton::prelude::*;
    /// # async fn example(db: &mut Connection, copy: &piton::sql::Statement) -> Result<(), piton::Error> {
    /// let mut copy = db.copy_in_raw(copy).await?;
    /// copy.send(b"1\tAlice\n").await?;
    /// copy.send(b"2\tBob\n").await?;
    /// assert_eq!(copy.finish().await?, 2);
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    ///
    /// The server refuses the statement, or it is none that takes data. Or it has parameters, which COPY does not take.
    pub async fn copy_in_raw(&mut self, statement: &Statement) -> Result<CopyIn<'_>, Error> {
        self.place().copy_in(statement).await
    }
}

impl Transaction<'_> {
    /// Begins a `COPY .. FROM STDIN`, see [`Connection::copy_in_raw`].
    ///
    /// # Errors
    ///
    /// As [`Connection::copy_in_raw`].
    pub async fn copy_in_raw(&mut self, statement: &Statement) -> Result<CopyIn<'_>, Error> {
        self.place().copy_in(statement).await
    }
}
