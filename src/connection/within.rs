//! Statements that may take only so long.

use std::task::{Context, Poll, ready};
use std::time::Duration;

use super::batch::Batch;
use super::collect::Discard;
use super::executor::{Executor, Outcome, Sink};
use super::{Connection, Transaction};
use crate::error::Error;
use crate::sql::{Clause, Statement};
use crate::value::Shape;

/// Runs queries that the server gives up after a time. Made by [`Connection::within`].
#[derive(Debug)]
#[must_use = "it limits the queries that run on it: `.all(db.within(..))`"]
pub struct Within<D> {
    db: D,
    set: Statement,
    restore: Statement,
    /// What the limited statement did.
    outcome: Outcome,
}

impl<D: Executor> Within<D> {
    fn new(db: D, limit: Duration) -> Self {
        // 0 would be no limit, and more than the setting can be is one of 24 days.
        let milliseconds = i32::try_from(limit.as_millis()).unwrap_or(i32::MAX).max(1).to_string();
        let mut set = Statement::new();
        set.part(Clause::Raw, |out| {
            // The condition comes first, so that the old limit is remembered before the new one takes its place.
            out.text("SELECT pg_catalog.set_config('statement_timeout', ");
            out.bind(&milliseconds);
            out.text(
                ", true) WHERE pg_catalog.set_config('piton.statement_timeout', \
                 pg_catalog.current_setting('statement_timeout'), true) IS NOT NULL",
            );
        });
        let mut restore = Statement::new();
        restore.part(Clause::Raw, |out| {
            out.text(
                "SELECT pg_catalog.set_config('statement_timeout', \
                 pg_catalog.current_setting('piton.statement_timeout'), true)",
            );
        });
        Within { db, set, restore, outcome: Outcome::default() }
    }
}

impl<D: Executor> Executor for Within<D> {
    type Progress = D::Progress;

    fn poll_run(
        &mut self,
        context: &mut Context<'_>,
        progress: &mut D::Progress,
        statement: &Statement,
        describe: fn(&mut Shape),
        rows: &mut dyn Sink,
    ) -> Poll<Result<Outcome, Error>> {
        let Within { db, set, restore, outcome } = self;
        let mut limited = Limited { set, restore, statement, describe, rows, outcome, nowhere: Discard };
        let done = ready!(db.poll_run_all(context, progress, &mut limited));
        Poll::Ready(done.map(|()| *outcome).map_err(|error| error.alone().with_sql(&statement.to_sql())))
    }

    /// The limit is that of each statement.
    fn poll_run_all(
        &mut self,
        context: &mut Context<'_>,
        progress: &mut D::Progress,
        batch: &mut dyn Batch,
    ) -> Poll<Result<(), Error>> {
        let mut limited = LimitedBatch { set: &self.set, restore: &self.restore, batch, nowhere: Discard };
        self.db.poll_run_all(context, progress, &mut limited).map_err(Error::earlier)
    }
}

/// A statement between those that set its limit and restore the old one.
struct Limited<'a> {
    set: &'a Statement,
    restore: &'a Statement,
    statement: &'a Statement,
    describe: fn(&mut Shape),
    rows: &'a mut dyn Sink,
    outcome: &'a mut Outcome,
    nowhere: Discard,
}

impl Batch for Limited<'_> {
    fn len(&self) -> usize {
        3
    }

    fn statement(&self, index: usize) -> (&Statement, fn(&mut Shape)) {
        match index {
            0 => (self.set, |_| ()),
            1 => (self.statement, self.describe),
            _ => (self.restore, |_| ()),
        }
    }

    fn sink(&mut self, index: usize) -> &mut dyn Sink {
        if index == 1 { self.rows } else { &mut self.nowhere }
    }

    fn done(&mut self, index: usize, outcome: Outcome) -> Result<(), Error> {
        if index == 1 {
            *self.outcome = outcome;
        }
        Ok(())
    }
}

/// As [`Limited`], of several statements.
struct LimitedBatch<'a> {
    set: &'a Statement,
    restore: &'a Statement,
    batch: &'a mut dyn Batch,
    nowhere: Discard,
}

impl LimitedBatch<'_> {
    /// The number of a statement in the batch, `None` for those around it.
    fn inside(&self, index: usize) -> Option<usize> {
        index.checked_sub(1).filter(|index| *index < self.batch.len())
    }
}

impl Batch for LimitedBatch<'_> {
    fn len(&self) -> usize {
        if self.batch.is_empty() { 0 } else { self.batch.len() + 2 }
    }

    fn statement(&self, index: usize) -> (&Statement, fn(&mut Shape)) {
        match self.inside(index) {
            Some(index) => self.batch.statement(index),
            None if index == 0 => (self.set, |_| ()),
            None => (self.restore, |_| ()),
        }
    }

    fn sink(&mut self, index: usize) -> &mut dyn Sink {
        match self.inside(index) {
            Some(index) => self.batch.sink(index),
            None => &mut self.nowhere,
        }
    }

    fn done(&mut self, index: usize, outcome: Outcome) -> Result<(), Error> {
        self.inside(index).map_or(Ok(()), |index| self.batch.done(index, outcome))
    }
}

impl Connection {
    /// Runs queries that the server gives up after a time: see the manual's page "Client Connection Defaults",
    /// `statement_timeout`. The limit goes with the query, in the same round trip, and what follows is not limited by it.
    ///
    /// ```no_run
    /// # use piton::prelude::*;
    /// # #[derive(Table)] struct Person { #[column(primary_key)] id: i32 }
    /// # async fn example(db: &mut Connection) -> Result<(), piton::Error> {
    /// use std::time::Duration;
    ///
    /// let people = select(Person).all(db.within(Duration::from_millis(500))).await;
    /// if people.as_ref().is_err_and(|error| error.is_cancelled()) {
    ///     println!("that takes too long");
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// The error is then one for which [`is_cancelled`](Error::is_cancelled) is true. A network that carries nothing any
    /// more is not noticed by it: any future may be dropped when its time is up, as `tokio::time::timeout` does.
    pub fn within(&mut self, limit: Duration) -> Within<&mut Connection> {
        Within::new(self, limit)
    }
}

impl<'c> Transaction<'c> {
    /// Runs queries that the server gives up after a time, see [`Connection::within`]. Then the transaction has failed.
    pub fn within(&mut self, limit: Duration) -> Within<&mut Transaction<'c>> {
        Within::new(self, limit)
    }
}
