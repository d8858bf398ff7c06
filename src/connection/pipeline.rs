//! Pipelines: statements of different types in one round trip, with a result of each.

use std::future::Future;
use std::pin::Pin;
use std::sync::LazyLock;
use std::task::{Context, Poll, ready};

use super::Connection;
use super::batch::Batch;
use super::collect::Discard;
use super::each::{Each, EachOf};
use super::executor::{Executor, Outcome, Sink};
use super::part::{AnyPart, Parts, Pipeline};
use crate::error::Error;
use crate::sql::Statement;
use crate::value::Shape;

/// Stands where no statement does.
static NOTHING: LazyLock<Statement> = LazyLock::new(Statement::new);

/// Parts as a batch.
#[derive(Debug)]
struct Load<P> {
    parts: P,
    nowhere: Discard,
}

impl<P: Parts> Batch for Load<P> {
    fn len(&self) -> usize {
        self.parts.count()
    }

    fn statement(&self, index: usize) -> (&Statement, fn(&mut Shape)) {
        self.parts.part(index).map_or((&NOTHING, |_| ()), AnyPart::statement)
    }

    fn sink(&mut self, index: usize) -> &mut dyn Sink {
        match self.parts.part_mut(index) {
            Some(part) => part.sink(),
            None => &mut self.nowhere,
        }
    }

    fn done(&mut self, index: usize, outcome: Outcome) -> Result<(), Error> {
        let Some(part) = self.parts.part_mut(index) else { return Ok(()) };
        part.done(Ok(outcome));
        part.failure().map_or(Ok(()), Err)
    }
}

impl<P: Parts> EachOf for Load<P> {
    fn landed(&mut self, index: usize, outcome: Result<Outcome, Error>) {
        if let Some(part) = self.parts.part_mut(index) {
            part.done(outcome);
        }
    }
}

/// The execution of a pipeline, as a future. Made by [`Connection::pipeline`].
///
/// It may be dropped at any time: the executor finishes what it owes the server before its next use.
#[derive(Debug)]
#[must_use = "nothing is sent before the future is awaited"]
pub struct PipelineRun<D: Executor, P> {
    db: D,
    progress: D::Progress,
    load: Load<P>,
}

// Statements and what takes their rows are never pinned.
impl<D: Executor, P> Unpin for PipelineRun<D, P> {}

impl<D: Executor, P: Parts> PipelineRun<D, P> {
    pub(super) fn new(db: D, parts: P) -> Self {
        PipelineRun { db, progress: D::Progress::default(), load: Load { parts, nowhere: Discard } }
    }
}

impl<D: Executor, P: Parts> Future for PipelineRun<D, P> {
    type Output = Result<P::Output, Error>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let PipelineRun { db, progress, load } = self.get_mut();
        ready!(db.poll_run_all(context, progress, load))?;
        Poll::Ready(load.parts.output())
    }
}

/// The execution of the statements of a pipeline, each on its own, as a future. Made by [`Connection::pipeline_each`].
///
/// It may be dropped at any time: the connection finishes what it owes the server before its next use.
#[derive(Debug)]
#[must_use = "nothing is sent before the future is awaited"]
pub struct PipelineEach<'c, P> {
    connection: &'c mut Connection,
    each: Each,
    load: Load<P>,
}

impl<P> Unpin for PipelineEach<'_, P> {}

impl<'c, P: Parts> PipelineEach<'c, P> {
    pub(super) fn new(connection: &'c mut Connection, level: u32, parts: P) -> Self {
        PipelineEach { connection, each: Each::inside(level), load: Load { parts, nowhere: Discard } }
    }
}

impl<P: Parts> Future for PipelineEach<'_, P> {
    type Output = P::Results;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<P::Results> {
        let PipelineEach { connection, each, load } = self.get_mut();
        ready!(connection.poll_execute_each(context, each, load));
        Poll::Ready(load.parts.results())
    }
}

impl Connection {
    /// Sends several statements at once: one round trip, and all of them or none.
    ///
    /// It takes a tuple of up to 16 queries and returns a tuple of their results, or a `Vec` of queries of one type and
    /// returns a `Vec`. The result of a query is a `Vec` of its rows, unless `.piped()` says something else.
    ///
    /// The statements are one transaction, unless the connection is inside of one already, see
    /// [`Executor::poll_run_all`]. An error names the statement that failed, see [`Error::statement_index`].
    ///
    /// # Errors
    ///
    /// One of the statements fails: then none of them has happened. Or its result is not what was asked for, such as no
    /// row for `.piped().one()`: then all of them have.
    pub fn pipeline<P: Pipeline<Parts = X>, X: Parts>(
        &mut self,
        pipeline: P,
    ) -> PipelineRun<&mut Connection, X> {
        PipelineRun::new(self, pipeline.into_parts())
    }

    /// Sends several statements at once, each on its own: one round trip, and a result or an error of each.
    ///
    /// It takes what [`pipeline`](Connection::pipeline) takes. A statement that fails neither undoes the others nor stops
    /// them. If the server has forgotten how a statement was prepared, that one is sent once more behind the others.
    pub fn pipeline_each<P: Pipeline<Parts = X>, X: Parts>(&mut self, pipeline: P) -> PipelineEach<'_, X> {
        PipelineEach::new(self, 0, pipeline.into_parts())
    }
}
