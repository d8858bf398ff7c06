//! Transactions.

use std::future::poll_fn;
use std::task::{Context, Poll, ready};

use super::Connection;
use super::batch::Batch;
use super::begin::Begin;
use super::drive::Event;
use super::execute::Execution;
use super::executor::{Executor, Outcome, Sink};
use super::lease::Lease;
use super::opening::Opening;
use super::part::{Parts, Pipeline};
use super::pipeline::{PipelineEach, PipelineRun};
use super::place::Place;
use super::session::Session;
use super::settle::savepoint;
use super::stream::RowStream;
use crate::error::{Error, Kind};
use crate::sql::Statement;
use crate::value::{Row, Shape};
use crate::wire::TransactionStatus;

/// A transaction, or a savepoint inside of one.
///
/// Queries run on `&mut transaction` as they do on a connection. What was done is kept by
/// [`commit`](Transaction::commit), and undone by [`rollback`](Transaction::rollback) or by dropping it: the server is
/// told at once, as far as that is possible without waiting, and in any case before anything else is executed on the
/// connection.
///
/// A statement that fails makes the server refuse all that follow, up to the next savepoint or the end.
///
/// ```no_run
/// # use piton::prelude::*;
/// # async fn example(db: &mut Connection) -> Result<(), piton::Error> {
/// let mut transaction = db.begin().await?;
/// sql!("UPDATE account SET balance = balance - {} WHERE id = 1", 10).execute(&mut transaction).await?;
/// sql!("UPDATE account SET balance = balance + {} WHERE id = 2", 10).execute(&mut transaction).await?;
/// transaction.commit().await?;
/// # Ok(()) }
/// ```
#[derive(Debug)]
#[must_use = "a transaction that is dropped is rolled back"]
pub struct Transaction<'c> {
    connection: Lease<'c>,
    /// 1 for a transaction, one more for each savepoint.
    level: u32,
    /// Whether the server has been told of it, and not of its end.
    armed: bool,
}

impl<'c> Transaction<'c> {
    /// A transaction that is about to begin.
    pub(super) fn new(connection: Lease<'c>, level: u32) -> Self {
        Transaction { connection, level, armed: false }
    }

    /// Moves its beginning on: `flight` is that of the script that begins it. If it is `lazy`, that goes with the first
    /// statement.
    pub(super) fn poll_begin(
        &mut self,
        context: &mut Context<'_>,
        script: &str,
        lazy: bool,
        flight: &mut Option<u64>,
    ) -> Poll<Result<(), Error>> {
        let outer = self.level - 1;
        let number = match *flight {
            Some(number) => number,
            None => {
                ready!(self.connection.poll_settle(context, outer))?;
                if outer == 0 && self.connection.session.status != TransactionStatus::Idle {
                    return Poll::Ready(Err(inside()));
                }
                if lazy {
                    let Session { opening, depth, conflict, .. } = &mut self.connection.session;
                    *opening = Opening { script: Some(script.to_owned()), error: None };
                    (*depth, *conflict) = (self.level, false);
                    self.armed = true;
                    return Poll::Ready(Ok(()));
                }
                if outer == 0 {
                    self.connection.session.opening = Opening::default();
                }
                let number = self.connection.launch_script(script, false)?;
                self.connection.session.depth = self.level;
                self.connection.session.conflict &= outer > 0;
                self.armed = true;
                *flight.insert(number)
            }
        };
        let Event::Landed(landed) = ready!(self.connection.poll_flight(context, number))? else {
            return Poll::Ready(Ok(()));
        };
        match landed.error {
            None => Poll::Ready(Ok(())),
            Some(error) => {
                if outer > 0 {
                    // There is no savepoint that could be undone.
                    self.disarm();
                }
                Poll::Ready(Err(error.with_sql(script)))
            }
        }
    }

    fn disarm(&mut self) {
        self.armed = false;
        self.connection.session.depth = self.level - 1;
    }

    /// Sets a savepoint: a transaction inside of this one, whose end is undone or kept together with it. See the
    /// manual's page "SAVEPOINT".
    ///
    /// ```no_run
    /// # use piton::prelude::*;
    /// # async fn example(db: &mut Connection) -> Result<(), piton::Error> {
    /// let mut outer = db.begin().await?;
    /// let mut inner = outer.begin().await?;
    /// if sql!("INSERT INTO person (id) VALUES (1)").execute(&mut inner).await.is_err() {
    ///     inner.rollback().await?;
    /// } else {
    ///     inner.commit().await?;
    /// }
    /// outer.commit().await?;
    /// # Ok(()) }
    /// ```
    ///
    /// The future's error is that of the server, for instance where the transaction has failed already.
    pub fn begin(&mut self) -> Begin<'_> {
        let level = self.level + 1;
        let script = format!("SAVEPOINT {}", savepoint(level));
        Begin::new(Transaction::new(Lease::Borrowed(&mut self.connection), level), Ok(script))
    }

    /// Keeps what was done; of a savepoint, as long as the transaction around it does.
    ///
    /// If the future is dropped before it is ready, it is not known here whether the transaction is committed.
    ///
    /// # Errors
    ///
    /// A statement has failed before, so that the server rolls back: [`Error::is_rolled_back`]. A deferred constraint is
    /// violated, or another transaction is in the way: then it is rolled back, too. The connection breaks before the
    /// server has answered: [`Error::is_outcome_unknown`].
    pub async fn commit(mut self) -> Result<(), Error> {
        if self.level > 1 { self.release().await } else { self.commit_all().await }
    }

    async fn commit_all(&mut self) -> Result<(), Error> {
        if self.connection.session.opening.script.take().is_some() {
            // It was never begun.
            self.disarm();
            return Ok(());
        }
        poll_fn(|context| self.connection.poll_settle(context, self.level)).await?;
        let number = self.connection.launch_script("COMMIT", true)?;
        // Whatever the server makes of it, the transaction is over after it.
        self.armed = false;
        let landed = poll_fn(|context| self.connection.poll_flight(context, number)).await;
        match landed {
            Ok(Event::Landed(landed)) => {
                self.connection.session.depth = 0;
                match landed.error {
                    Some(error) => Err(error.with_sql("COMMIT")),
                    None if landed.rolled_back => Err(Error::new(Kind::RolledBack)),
                    None => Ok(()),
                }
            }
            // A script hands out no rows.
            Ok(Event::Rows | Event::Suspended | Event::Copying) => Err(Error::new(Kind::OutcomeUnknown)),
            Err(error) => Err(Error::with_source(Kind::OutcomeUnknown, error)),
        }
    }

    async fn release(&mut self) -> Result<(), Error> {
        poll_fn(|context| self.connection.poll_settle(context, self.level)).await?;
        if self.connection.session.status == TransactionStatus::Failed {
            return Err(Error::new(Kind::RolledBack));
        }
        let script = format!("RELEASE SAVEPOINT {}", savepoint(self.level));
        let number = self.connection.launch_script(&script, false)?;
        // Dropped from here on, the savepoint may be released and must not be rolled back to.
        self.armed = false;
        self.connection.session.depth = self.level - 1;
        match poll_fn(|context| self.connection.poll_flight(context, number)).await? {
            Event::Landed(landed) => landed.error.map_or(Ok(()), |error| Err(error.with_sql(&script))),
            Event::Rows | Event::Suspended | Event::Copying => Ok(()),
        }
    }

    /// Undoes what was done, and waits until the server has.
    ///
    /// # Errors
    ///
    /// The connection breaks: then the server undoes it by itself.
    pub async fn rollback(mut self) -> Result<(), Error> {
        self.armed = false;
        let outer = self.level - 1;
        self.connection.abandon(outer);
        poll_fn(|context| self.connection.poll_settle(context, outer)).await
    }

    /// Whether the transaction can still be committed, as of the last statement that was finished.
    #[must_use]
    pub fn status(&self) -> TransactionStatus {
        let Session { opening, status, .. } = &self.connection.session;
        if opening.script.is_some() { TransactionStatus::Active } else { *status }
    }

    /// The connection, for what is executed inside of the transaction.
    pub(super) fn inside(&mut self) -> Place<'_> {
        Place { connection: &mut self.connection, level: self.level }
    }

    /// Whether another transaction got in the way of this one, so that it is worth to do all of it again.
    pub(super) fn has_conflict(&self) -> bool {
        self.connection.session.conflict
    }

    /// Runs a script, see [`Connection::batch`]. Commands in it that end the transaction end it behind this value's
    /// back: what is executed on it afterwards is refused.
    ///
    /// # Errors
    ///
    /// As [`Connection::batch`].
    pub async fn batch(&mut self, sql: &str) -> Result<(), Error> {
        self.connection.run_script(sql, self.level).await
    }

    /// Executes a statement and hands out its rows one by one, see [`Connection::stream`].
    pub fn stream<R: Row>(&mut self, statement: Statement, describe: fn(&mut Shape)) -> RowStream<'_, R> {
        self.inside().stream(statement, describe)
    }

    /// Sends several statements at once, see [`Connection::pipeline`].
    ///
    /// # Errors
    ///
    /// As [`Connection::pipeline`]. A statement that fails makes the transaction fail.
    pub fn pipeline<P: Pipeline<Parts = X>, X: Parts>(
        &mut self,
        pipeline: P,
    ) -> PipelineRun<&mut Transaction<'c>, X> {
        PipelineRun::new(self, pipeline.into_parts())
    }

    /// Sends several statements at once, each with a result or an error of its own, see
    /// [`Connection::pipeline_each`]. After one that fails the transaction has failed, and those behind it do, too.
    pub fn pipeline_each<P: Pipeline<Parts = X>, X: Parts>(&mut self, pipeline: P) -> PipelineEach<'_, X> {
        PipelineEach::new(&mut self.connection, self.level, pipeline.into_parts())
    }

    /// Makes what this transaction sees available to others under the returned name, as long as it lasts: see
    /// [`TransactionBuilder::snapshot`](super::TransactionBuilder::snapshot), and the manual's page "System
    /// Administration Functions", `pg_export_snapshot`.
    ///
    /// # Errors
    ///
    /// The server refuses it, for instance inside of a savepoint.
    pub async fn export_snapshot(&mut self) -> Result<String, Error> {
        let mut statement = Statement::new();
        statement.part(crate::sql::Clause::Raw, |out| out.text("SELECT pg_catalog.pg_export_snapshot()"));
        let mut name = super::First::<String>::default();
        let outcome = Executor::run(&mut *self, &statement, <String as Row>::describe, &mut name).await?;
        let name = super::Finish::finish(&mut name, outcome)?;
        name.ok_or_else(|| Error::new(Kind::NotFound).with_sql(&statement.to_sql()))
    }
}

impl Drop for Transaction<'_> {
    fn drop(&mut self) {
        if self.armed {
            self.connection.abandon(self.level - 1);
        }
    }
}

impl Executor for &mut Transaction<'_> {
    type Progress = Execution;

    fn poll_run(
        &mut self,
        context: &mut Context<'_>,
        progress: &mut Execution,
        statement: &Statement,
        describe: fn(&mut Shape),
        rows: &mut dyn Sink,
    ) -> Poll<Result<Outcome, Error>> {
        progress.level = self.level;
        let mut connection: &mut Connection = &mut self.connection;
        connection.poll_run(context, progress, statement, describe, rows)
    }

    fn poll_run_all(
        &mut self,
        context: &mut Context<'_>,
        progress: &mut Execution,
        batch: &mut dyn Batch,
    ) -> Poll<Result<(), Error>> {
        progress.level = self.level;
        self.connection.poll_execute_all(context, progress, batch)
    }
}

#[cold]
fn inside() -> Error {
    Error::new(Kind::Statement("the connection is inside of a transaction that a statement has begun".into()))
}
