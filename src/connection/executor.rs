//! What executes statements, and what takes their rows.

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use super::batch::Batch;
use crate::Along;
use crate::error::Error;
use crate::sql::Statement;
use crate::value::Shape;
use crate::wire::Rows;

/// Takes rows as they arrive.
///
/// It is called once for each chunk of rows that have arrived, so that the loop over rows is inlined and only
/// the call for a chunk is not.
pub trait Sink: Send {
    /// Takes the rows at hand. Rows that it leaves are thrown away.
    ///
    /// # Errors
    ///
    /// A row cannot be decoded. No more rows are handed out then, and the error is that of the statement.
    fn take(&mut self, rows: &mut Rows<'_>) -> Result<(), Error>;

    /// Whether rows may be kept for it until it is there to take them, so that its statement can be executed among those
    /// of others, see [`max_shared`](super::PoolBuilder::max_shared).
    ///
    /// Right for what keeps all rows anyway, or few. What takes rows must not use the pool then.
    fn may_share(&self) -> bool {
        false
    }
}

/// What a statement did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    pub(in crate::connection) affected: Option<u64>,
}

impl Outcome {
    /// How many rows were inserted, updated, deleted or selected; `None` for a command that does not count rows.
    #[must_use]
    pub fn affected(&self) -> Option<u64> {
        self.affected
    }
}

/// A sink that comes to a result when all rows have arrived.
pub trait Finish: Sink {
    /// The result.
    type Output;

    /// Takes the result out.
    ///
    /// # Errors
    ///
    /// The rows are not what was asked for, such as none where one is needed.
    fn finish(&mut self, outcome: Outcome) -> Result<Self::Output, Error>;
}

/// What a query can be run on: `&mut Connection`, `&Pool`.
// The executor's type is asked for through this trait, so that what is none is reported once: the compiler then knows no
// future that could be wrong, too.
#[diagnostic::on_unimplemented(
    message = "queries cannot run on `{Self}`",
    label = "pass `&mut connection`, `&mut transaction` or `&pool`"
)]
pub trait IntoExecutor {
    /// What executes the statements.
    type Executor: Executor;

    /// Makes the executor.
    fn into_executor(self) -> Self::Executor;
}

#[diagnostic::do_not_recommend]
impl<D: Executor> IntoExecutor for D {
    type Executor = <D::Progress as Along<D>>::Type;

    fn into_executor(self) -> D {
        self
    }
}

/// What executes statements: `&mut Connection`, `&Pool`.
#[diagnostic::on_unimplemented(
    message = "queries cannot run on `{Self}`",
    label = "pass `&mut connection`, `&mut transaction` or `&pool`"
)]
pub trait Executor: Send + Unpin {
    /// How far an execution has come. Dropping it loses nothing that the executor needs.
    type Progress: Default + Send + Unpin;

    /// Moves the execution of a statement on, and hands its rows to a sink.
    ///
    /// `describe` says what the columns of the result must be. It is compared with what the database says the
    /// first time that they meet, and its address is remembered, so pass the same function for the same row type.
    /// If it describes no columns, rows are not looked at.
    ///
    /// # Errors
    ///
    /// The statement cannot be sent, the server refuses it, its columns are not what `describe` says, a row
    /// cannot be decoded, or the connection breaks.
    fn poll_run(
        &mut self,
        context: &mut Context<'_>,
        progress: &mut Self::Progress,
        statement: &Statement,
        describe: fn(&mut Shape),
        rows: &mut dyn Sink,
    ) -> Poll<Result<Outcome, Error>>;

    /// Moves the execution of statements on that are sent together: one round trip, and all of them or none.
    ///
    /// They are one transaction, unless the connection is inside of one already or they contain commands for
    /// transactions. A statement that fails ends all of them: those before it are undone, those after it are not run,
    /// and the error names it, see [`Error::sql`] and [`Error::statement_index`]. See the manual's page "Pipelining".
    ///
    /// # Errors
    ///
    /// As [`poll_run`](Executor::poll_run), of any of the statements. Or the transaction cannot be committed, which is
    /// the error of none of them.
    fn poll_run_all(
        &mut self,
        context: &mut Context<'_>,
        progress: &mut Self::Progress,
        batch: &mut dyn Batch,
    ) -> Poll<Result<(), Error>>;

    /// Executes a statement and hands its rows to a sink, see [`poll_run`](Executor::poll_run).
    ///
    /// # Errors
    ///
    /// As [`poll_run`](Executor::poll_run).
    fn run(
        mut self,
        statement: &Statement,
        describe: fn(&mut Shape),
        rows: &mut dyn Sink,
    ) -> impl Future<Output = Result<Outcome, Error>> + Send
    where
        Self: Sized,
    {
        let mut progress = Self::Progress::default();
        poll_fn(move |context| self.poll_run(context, &mut progress, statement, describe, rows))
    }

    /// Executes statements in one round trip, all of them or none, see [`poll_run_all`](Executor::poll_run_all).
    ///
    /// # Errors
    ///
    /// As [`poll_run_all`](Executor::poll_run_all).
    fn run_all(mut self, batch: &mut dyn Batch) -> impl Future<Output = Result<(), Error>> + Send
    where
        Self: Sized,
    {
        let mut progress = Self::Progress::default();
        poll_fn(move |context| self.poll_run_all(context, &mut progress, batch))
    }
}

/// The execution of one statement, as a future. Made by the terminal verbs of queries.
///
/// It may be dropped at any time: the executor finishes what it owes the server before its next use.
#[derive(Debug)]
#[must_use = "nothing is sent before the future is awaited"]
pub struct Run<D: Executor, K> {
    db: D,
    progress: D::Progress,
    statement: Statement,
    describe: fn(&mut Shape),
    sink: K,
}

impl<D: Executor, K> Run<D, K> {
    pub(crate) fn new(db: D, statement: Statement, describe: fn(&mut Shape), sink: K) -> Self {
        Run { db, progress: D::Progress::default(), statement, describe, sink }
    }
}

impl<D: Executor, K: Finish + Unpin> Future for Run<D, K> {
    type Output = Result<K::Output, Error>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let Run { db, progress, statement, describe, sink } = self.get_mut();
        let outcome = ready!(db.poll_run(context, progress, statement, *describe, sink))?;
        Poll::Ready(sink.finish(outcome).map_err(|error| error.with_sql(&statement.to_sql())))
    }
}
