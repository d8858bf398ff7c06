//! Statements on a pool: get a connection, run, give it back.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::Ordering::Relaxed;
use std::task::{Context, Poll, ready};

use super::{Pool, PooledConnection};
use crate::connection::Connection;
use crate::connection::batch::Batch;
use crate::connection::execute::Execution;
use crate::connection::executor::{Executor, Outcome, Sink};
use crate::connection::flight::Expect;
use crate::error::{DbError, Error, Kind};
use crate::sql::Statement;
use crate::value::Shape;

/// How far the execution of a statement on a [`Pool`] has come. It holds the connection, which goes back to the pool
/// when the execution ends or is dropped.
#[derive(Debug, Default)]
pub struct PoolExecution {
    phase: Phase,
    repeated: bool,
}

#[derive(Debug, Default)]
enum Phase {
    #[default]
    Start,
    /// All connections are in use, or one is being made.
    Waiting(Get),
    Running(PooledConnection, Execution),
    Over,
}

struct Get(Pin<Box<dyn Future<Output = Result<PooledConnection, Error>> + Send>>);

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
                    self.repeated = true;
                    self.phase = Phase::Start;
                    pool.inner.manager().counts.repeated.fetch_add(1, Relaxed);
                }
                Phase::Over => {
                    return Poll::Ready(Err(Error::new(Kind::Statement("the execution is over".into()))));
                }
            }
        }
    }
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
        let done = ready!(progress.poll_on(self, context, |mut connection, context, execution| {
            connection.poll_run(context, execution, statement, describe, rows)
        }));
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
    ///
    /// Only the server's own word counts, not that of a proxy, which may not know what the server did. Answers come in
    /// the order of what the server does, so before `BindComplete` nothing was executed.
    fn was_ended_before(&self, error: &Error) -> bool {
        let is_end = |error: &DbError| {
            error.is_fatal()
                && matches!(error.sqlstate().code(), "57P01" | "57P05")
                && error.routine() == Some("ProcessInterrupts")
        };
        let is_unbound = |expect| {
            matches!(
                expect,
                Expect::ParseComplete
                    | Expect::ParameterDescription
                    | Expect::RowDescription
                    | Expect::BindComplete
            )
        };
        error.database().is_some_and(is_end)
            && self
                .session
                .flights
                .front()
                .is_none_or(|flight| flight.outcomes.is_empty() && is_unbound(flight.expect))
    }
}

impl fmt::Debug for Get {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Get")
    }
}
