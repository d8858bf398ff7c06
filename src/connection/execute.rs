//! Executing one statement: what the future that waits for it has to know.

use std::task::{Context, Poll, ready};

use super::Connection;
use super::batch::Batch;
use super::cache::Describe;
use super::drive::Event;
use super::executor::{Executor, Outcome, Sink};
use super::flight::Landed;
use super::types;
use crate::error::{Error, Kind};
use crate::sql::Statement;
use crate::value::{Columns, Shape, SqlType};
use crate::wire::{Rows, TransactionStatus, frontend};

/// How far the execution of a statement on a [`Connection`] has come. Nothing that the connection needs is in here, so
/// that it can be dropped at any time.
#[derive(Debug, Default)]
pub struct Execution {
    phase: Phase,
    /// Inside of how many transactions and savepoints it is.
    pub(super) level: u32,
    /// The number of its flight.
    flight: u64,
    /// How many rows the server hands out at a time, 0 for all.
    pub(super) rows: i32,
    /// How many statements of a batch were reported as done.
    pub(super) done: usize,
    retried: bool,
    /// The transaction's status when the statement was sent.
    before: Option<TransactionStatus>,
}

#[derive(Debug, Default)]
enum Phase {
    /// Something may be owed for an earlier statement.
    #[default]
    Settle,
    /// The OIDs of types were asked for.
    Lookup(Lookup),
    /// The statement was sent.
    Sent,
    Over,
}

/// Types whose OIDs were asked for, and the answer so far.
#[derive(Debug)]
pub(super) struct Lookup {
    types: Vec<SqlType>,
    oids: Vec<Option<u32>>,
}

/// What an execution has come to.
#[derive(Debug)]
pub(super) enum Step {
    /// There are rows at the start of the read buffer.
    Rows,
    /// The flight has landed without an error.
    Landed(Landed),
}

impl Connection {
    /// Moves an execution on. After an error it is over.
    pub(super) fn poll_execute(
        &mut self,
        context: &mut Context<'_>,
        execution: &mut Execution,
        statement: &Statement,
        describe: Describe,
    ) -> Poll<Result<Step, Error>> {
        let rows = execution.rows;
        let launch = |connection: &mut Connection, _| connection.launch_some(statement, describe, rows);
        let step = ready!(self.poll_step(context, execution, launch));
        Poll::Ready(step.map_err(|error| {
            execution.finish();
            error.with_sql(&statement.to_sql())
        }))
    }

    /// Moves an execution on. `launch` sends what is executed, or says which types have to be looked up before; it is
    /// told whether it was sent before in vain.
    pub(super) fn poll_step(
        &mut self,
        context: &mut Context<'_>,
        execution: &mut Execution,
        launch: impl Fn(&mut Connection, bool) -> Result<Option<Vec<&'static SqlType>>, Error>,
    ) -> Poll<Result<Step, Error>> {
        loop {
            match &mut execution.phase {
                Phase::Settle => {
                    ready!(self.poll_pay(context, execution.level))?;
                    self.is_open(execution.level)?;
                    let begins = self.session.opening.script.is_some();
                    execution.phase = match launch(self, execution.retried)? {
                        None => Phase::Sent,
                        Some(types) => {
                            let types: Vec<SqlType> = types.into_iter().copied().collect();
                            self.launch_lookup(&types)?;
                            Phase::Lookup(Lookup::new(types))
                        }
                    };
                    execution.flight = self.session.launched;
                    // What begins its transaction is inside of it.
                    execution.before =
                        Some(if begins { TransactionStatus::Active } else { self.session.status });
                }
                Phase::Lookup(lookup) => {
                    ready!(self.poll_lookup(context, lookup, execution.flight))?;
                    execution.phase = Phase::Settle;
                }
                Phase::Sent => match ready!(self.poll_flight(context, execution.flight))? {
                    Event::Rows => return Poll::Ready(Ok(Step::Rows)),
                    Event::Suspended => self.fetch_more()?,
                    // Only asked for by others.
                    Event::Copying => {}
                    Event::Landed(mut landed) => match landed.error.take() {
                        None => {
                            execution.phase = Phase::Over;
                            return Poll::Ready(Ok(Step::Landed(landed)));
                        }
                        Some(_) if landed.stale && execution.may_retry() => {
                            execution.retried = true;
                            execution.phase = Phase::Settle;
                        }
                        Some(error) => return Poll::Ready(Err(error.at_statement(landed.failed))),
                    },
                },
                Phase::Over => return Poll::Ready(Err(gone("the execution is over"))),
            }
        }
    }

    /// Waits for the OIDs of types.
    pub(super) fn poll_lookup(
        &mut self,
        context: &mut Context<'_>,
        lookup: &mut Lookup,
        flight: u64,
    ) -> Poll<Result<(), Error>> {
        loop {
            match ready!(self.poll_flight(context, flight))? {
                Event::Rows => self.take_rows(|rows| lookup.take(rows))?,
                Event::Suspended | Event::Copying => {}
                Event::Landed(Landed { error: Some(error), .. }) => return Poll::Ready(Err(error)),
                Event::Landed(_) => return Poll::Ready(lookup.learn(&mut self.session.types)),
            }
        }
    }

    /// Moves the flight of an execution on. It may be gone: whoever uses the connection first finishes what is left.
    pub(super) fn poll_flight(
        &mut self,
        context: &mut Context<'_>,
        number: u64,
    ) -> Poll<Result<Event, Error>> {
        if !self.broken && self.session.flights.front().is_none_or(|first| first.number != number) {
            return Poll::Ready(Err(gone("the connection was used for something else meanwhile")));
        }
        self.poll_drive(context, true)
    }

    /// Lets `take` have the rows at the start of the read buffer.
    ///
    /// Its error becomes that of the statement, whose remaining rows are then thrown away.
    pub(super) fn take_rows(
        &mut self,
        mut take: impl FnMut(&mut Rows<'_>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let Some(flight) = self.session.flights.front_mut() else { return Ok(()) };
        let mut rows = Rows::new(self.input.unread(), flight.leg.width.unwrap_or_default());
        let taken = match take(&mut rows) {
            Ok(()) => rows.finish(),
            Err(error) if matches!(error.kind(), Kind::Protocol(_)) => Err(error),
            Err(error) => {
                flight.fail(error);
                rows.finish()
            }
        };
        if let (Ok(bytes), Some(flight)) = (&taken, self.session.flights.front_mut()) {
            self.session.limits.count(flight, *bytes);
        }
        let taken = self.survive(taken)?;
        self.input.consume(taken);
        Ok(())
    }

    /// As [`take_rows`](Connection::take_rows), of one row. The rest stays in the buffer.
    pub(super) fn take_row<T>(
        &mut self,
        take: impl FnOnce(&mut Columns<'_>) -> Result<T, Error>,
    ) -> Result<Option<T>, Error> {
        let width = self.session.flights.front().and_then(|flight| flight.leg.width).unwrap_or_default();
        let mut rows = Rows::new(self.input.unread(), width);
        let row = match rows.next() {
            Ok(Some(mut columns)) => take(&mut columns).map(Some),
            Ok(None) => Ok(None),
            Err(error) => Err(error),
        };
        let taken = rows.taken();
        self.input.consume(taken);
        if let Err(error) = &row {
            self.broken |= matches!(error.kind(), Kind::Protocol(_));
        }
        row
    }

    /// A malformed message is the end of the connection.
    fn survive<T>(&mut self, result: Result<T, Error>) -> Result<T, Error> {
        self.broken |= result.is_err();
        result
    }
}

impl Executor for &mut Connection {
    type Progress = Execution;

    fn poll_run(
        &mut self,
        context: &mut Context<'_>,
        progress: &mut Execution,
        statement: &Statement,
        describe: fn(&mut Shape),
        rows: &mut dyn Sink,
    ) -> Poll<Result<Outcome, Error>> {
        loop {
            match ready!(self.poll_execute(context, progress, statement, describe))? {
                Step::Rows => self
                    .take_rows(|chunk| rows.take(chunk))
                    .map_err(|error| error.with_sql(&statement.to_sql()))?,
                Step::Landed(landed) => return Poll::Ready(Ok(landed.outcome)),
            }
        }
    }

    fn poll_run_all(
        &mut self,
        context: &mut Context<'_>,
        progress: &mut Execution,
        batch: &mut dyn Batch,
    ) -> Poll<Result<(), Error>> {
        self.poll_execute_all(context, progress, batch)
    }
}

impl Execution {
    /// An execution inside of so many transactions and savepoints.
    pub(super) fn inside(level: u32) -> Self {
        Execution { level, ..Execution::default() }
    }

    /// The execution of a statement that was sent before in vain.
    pub(super) fn second() -> Self {
        Execution { retried: true, ..Execution::default() }
    }

    /// Nothing follows.
    pub(super) fn finish(&mut self) {
        self.phase = Phase::Over;
    }

    /// Whether the OIDs of types were asked for.
    pub(super) fn is_looking_up(&self) -> bool {
        matches!(self.phase, Phase::Lookup(_))
    }

    /// Outside a transaction nothing of the statement has happened, so it can be sent once more.
    fn may_retry(&self) -> bool {
        !self.retried && self.before == Some(TransactionStatus::Idle)
    }
}

impl Lookup {
    pub(super) fn new(types: Vec<SqlType>) -> Self {
        Lookup { types, oids: Vec::new() }
    }

    /// Remembers the answer.
    pub(super) fn learn(&self, types: &mut types::Types) -> Result<(), Error> {
        if self.oids.len() != self.types.len() {
            return Err(Error::protocol("the answer to a query for types is incomplete"));
        }
        for (ty, oid) in self.types.iter().zip(&self.oids) {
            types.insert(ty, oid.ok_or_else(|| frontend::unknown_type(ty))?);
        }
        Ok(())
    }
}

impl Sink for Lookup {
    fn take(&mut self, rows: &mut Rows<'_>) -> Result<(), Error> {
        while let Some(mut columns) = rows.next()? {
            let oid = columns.next()?.map(|raw| <[u8; 4]>::try_from(raw).map(u32::from_be_bytes));
            let oid = oid.transpose().map_err(|_| Error::protocol("an OID has not four bytes"))?;
            columns.finish()?;
            self.oids.push(oid);
        }
        Ok(())
    }
}

#[cold]
fn gone(why: &'static str) -> Error {
    Error::new(Kind::Statement(why.into()))
}
