//! Statements on a pool: get a connection, run, give it back.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::Ordering::Relaxed;
use std::task::{Context, Poll, ready};

use tokio::sync::OwnedSemaphorePermit;

use super::seat::{Failure, Reach, Seat};
use super::{Pool, PooledConnection};
use crate::connection::Connection;
use crate::connection::batch::Batch;
use crate::connection::execute::Execution;
use crate::connection::executor::{Executor, Outcome, Sink};
use crate::connection::flight::Flight;
use crate::error::{Error, Kind};
use crate::sql::Statement;
use crate::value::Shape;

/// How far the execution of a statement on a [`Pool`] has come. It holds the connection, which goes back to the pool
/// when the execution ends or is dropped.
#[derive(Debug, Default)]
pub struct PoolExecution {
    phase: Phase,
    repeated: bool,
    /// Held for a seat among others.
    place: Option<OwnedSemaphorePermit>,
}

#[derive(Debug, Default)]
enum Phase {
    #[default]
    Start,
    /// All seats are taken.
    Queued(Get<OwnedSemaphorePermit>),
    /// All connections are in use, or one is being made.
    Waiting(Get<PooledConnection>),
    Running(PooledConnection, Execution),
    /// On a connection that others use, too.
    Aboard(Seat),
    Over,
}

struct Get<T>(Pin<Box<dyn Future<Output = Result<T, Error>> + Send>>);

impl PoolExecution {
    /// Runs something on a connection of the pool: `poll` is called until it is ready.
    ///
    /// If a session ended before it was asked for anything, all is done once more with another connection, for which
    /// nothing may have been handed out by then.
    fn poll_on<T>(
        &mut self,
        pool: &Pool,
        context: &mut Context<'_>,
        mut poll: impl FnMut(&mut Connection, &mut Context<'_>, &mut Execution) -> Poll<Result<T, Error>>,
    ) -> Poll<Result<T, Error>> {
        loop {
            match &mut self.phase {
                Phase::Start => {
                    self.phase = match pool.get_idle(context) {
                        Some(connection) => Phase::Running(connection, Execution::default()),
                        None => {
                            let pool = pool.clone();
                            Phase::Waiting(Get(Box::pin(async move { pool.acquire().await })))
                        }
                    };
                }
                Phase::Waiting(get) => match ready!(get.0.as_mut().poll(context)) {
                    Ok(connection) => self.phase = Phase::Running(connection, Execution::default()),
                    Err(error) => {
                        self.phase = Phase::Over;
                        return Poll::Ready(Err(error));
                    }
                },
                Phase::Running(connection, execution) => {
                    let done = ready!(poll(connection, context, execution));
                    let repeats = !self.repeated
                        && connection.is_reused()
                        && done.as_ref().is_err_and(|error| connection.was_ended_before(error));
                    if !repeats {
                        self.phase = Phase::Over;
                        return Poll::Ready(done);
                    }
                    self.repeat(pool);
                }
                Phase::Queued(_) | Phase::Aboard(_) | Phase::Over => return Poll::Ready(Err(over())),
            }
        }
    }

    /// Runs a statement on a connection on which others may be on their way.
    fn poll_among_others(
        &mut self,
        pool: &Pool,
        context: &mut Context<'_>,
        statement: &Statement,
        describe: fn(&mut Shape),
        rows: &mut dyn Sink,
    ) -> Poll<Result<Outcome, Error>> {
        loop {
            let failed = match &mut self.phase {
                Phase::Start => {
                    self.phase = self.look_for_seat(pool, context);
                    continue;
                }
                Phase::Queued(get) => match ready!(get.0.as_mut().poll(context)) {
                    Ok(place) => {
                        self.place = Some(place);
                        self.phase = Phase::Start;
                        continue;
                    }
                    Err(error) => error,
                },
                Phase::Waiting(get) => match ready!(get.0.as_mut().poll(context)) {
                    Ok(connection) => {
                        self.phase = Phase::Aboard(connection.share());
                        continue;
                    }
                    Err(error) => error,
                },
                Phase::Aboard(seat) => match ready!(seat.poll(context, statement, describe, rows)) {
                    Ok(outcome) => {
                        self.end();
                        return Poll::Ready(Ok(outcome));
                    }
                    Err(Failure { reach: Reach::Unsent, .. }) => {
                        self.phase = Phase::Start;
                        continue;
                    }
                    Err(Failure { reach: Reach::Unbegun, .. }) if !self.repeated => {
                        self.repeat(pool);
                        continue;
                    }
                    Err(Failure { error, .. }) => error,
                },
                Phase::Running(..) | Phase::Over => over(),
            };
            self.end();
            return Poll::Ready(Err(failed));
        }
    }

    /// An idle connection comes first, then one that can be made. A seat among others is for when all are in use.
    fn look_for_seat(&mut self, pool: &Pool, context: &mut Context<'_>) -> Phase {
        let lanes = &pool.inner.manager().lanes;
        if self.place.is_none() {
            self.place = lanes.seats.clone().try_acquire_owned().ok();
        }
        if self.place.is_none() && !pool.is_closed() {
            let pool = pool.clone();
            return Phase::Queued(Get(Box::pin(async move { pool.acquire_place().await })));
        }
        if let Some(connection) = pool.get_idle(context) {
            return Phase::Aboard(connection.share());
        }
        let (status, counts) = (pool.inner.status(), &pool.inner.manager().counts);
        if status.size >= status.max_size
            && !pool.is_closed()
            && let Some(seat) = lanes.join(counts.alone.load(Relaxed))
        {
            counts.shared.fetch_add(1, Relaxed);
            return Phase::Aboard(seat);
        }
        let pool = pool.clone();
        Phase::Waiting(Get(Box::pin(async move { pool.wait_for_connection().await })))
    }

    fn repeat(&mut self, pool: &Pool) {
        self.repeated = true;
        self.phase = Phase::Start;
        pool.inner.manager().counts.repeated.fetch_add(1, Relaxed);
    }

    fn end(&mut self) {
        self.phase = Phase::Over;
        self.place = None;
    }
}

#[cold]
fn over() -> Error {
    Error::new(Kind::Statement("the execution is over".into()))
}

impl Executor for &Pool {
    type Progress = PoolExecution;

    fn poll_run(
        &mut self,
        context: &mut Context<'_>,
        progress: &mut PoolExecution,
        statement: &Statement,
        describe: fn(&mut Shape),
        rows: &mut dyn Sink,
    ) -> Poll<Result<Outcome, Error>> {
        let done = if self.inner.manager().lanes.is_used() && rows.may_share() && statement.only_reads() {
            ready!(progress.poll_among_others(self, context, statement, describe, rows))
        } else {
            ready!(progress.poll_on(self, context, |mut connection, context, execution| {
                connection.poll_run(context, execution, statement, describe, rows)
            }))
        };
        Poll::Ready(done.map_err(|error| error.with_sql(&statement.to_sql())))
    }

    fn poll_run_all(
        &mut self,
        context: &mut Context<'_>,
        progress: &mut PoolExecution,
        batch: &mut dyn Batch,
    ) -> Poll<Result<(), Error>> {
        progress.poll_on(self, context, |mut connection, context, execution| {
            connection.poll_run_all(context, execution, batch)
        })
    }
}

impl Executor for &mut PooledConnection {
    type Progress = Execution;

    fn poll_run(
        &mut self,
        context: &mut Context<'_>,
        progress: &mut Execution,
        statement: &Statement,
        describe: fn(&mut Shape),
        rows: &mut dyn Sink,
    ) -> Poll<Result<Outcome, Error>> {
        (&mut ***self).poll_run(context, progress, statement, describe, rows)
    }

    fn poll_run_all(
        &mut self,
        context: &mut Context<'_>,
        progress: &mut Execution,
        batch: &mut dyn Batch,
    ) -> Poll<Result<(), Error>> {
        (&mut ***self).poll_run_all(context, progress, batch)
    }
}

impl Connection {
    /// Whether an error says that the server ended the session before it executed the statement at hand.
    fn was_ended_before(&self, error: &Error) -> bool {
        error.ends_session() && !self.session.flights.front().is_some_and(Flight::has_begun)
    }
}

impl<T> fmt::Debug for Get<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Get")
    }
}
