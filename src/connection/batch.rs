//! Several statements in one round trip.

use std::task::{Context, Poll, ready};

use super::Connection;
use super::execute::{Execution, Step};
use super::executor::{Outcome, Sink};
use crate::error::{Error, Kind};
use crate::sql::Statement;
use crate::value::Shape;

/// Statements that are sent together, and what takes their rows.
///
/// Their number and the statements themselves must stay the same while they are executed.
pub trait Batch: Send {
    /// How many statements there are. If there are none, nothing is sent.
    fn len(&self) -> usize;

    /// Whether there are none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// A statement, and what the columns of its result must be: see
    /// [`Executor::poll_run`](super::Executor::poll_run).
    fn statement(&self, index: usize) -> (&Statement, fn(&mut Shape));

    /// What takes the rows of a statement.
    fn sink(&mut self, index: usize) -> &mut dyn Sink;

    /// Takes what a statement did. It is called in the order of the statements, at most once for each of them: before the
    /// rows of a later one are handed out, and for all of them before the batch ends well. When a batch fails it is
    /// left out for the rest.
    ///
    /// # Errors
    ///
    /// The statement did not do what it must. No more rows are handed out then. The server executes the statements
    /// after it nevertheless, because it has them already.
    fn done(&mut self, index: usize, outcome: Outcome) -> Result<(), Error>;
}

impl Connection {
    /// Moves the execution of a batch on. After an error it is over.
    pub(super) fn poll_execute_all(
        &mut self,
        context: &mut Context<'_>,
        execution: &mut Execution,
        batch: &mut dyn Batch,
    ) -> Poll<Result<(), Error>> {
        if batch.is_empty() {
            return Poll::Ready(Ok(()));
        }
        let done = ready!(self.poll_batch_steps(context, execution, batch));
        if done.is_err() {
            execution.finish();
        }
        let alone = (batch.len() == 1).then_some(0);
        Poll::Ready(done.map_err(|error| match error.statement_index().or(alone) {
            Some(index) if index < batch.len() => {
                error.at_statement(Some(index)).with_sql(&batch.statement(index).0.to_sql())
            }
            _ => error,
        }))
    }

    fn poll_batch_steps(
        &mut self,
        context: &mut Context<'_>,
        execution: &mut Execution,
        batch: &mut dyn Batch,
    ) -> Poll<Result<(), Error>> {
        loop {
            let step =
                match ready!(self.poll_step(context, execution, |db, again| db.launch_all(batch, again))) {
                    Err(error) if execution.is_looking_up() && matches!(error.kind(), Kind::Statement(_)) => {
                        Err(error.at_statement(self.first_to_need(batch)))
                    }
                    step => step,
                };
            match step? {
                Step::Rows => self.hand_out(execution, batch)?,
                Step::Landed(landed) => {
                    for outcome in landed.outcomes.into_iter().skip(execution.done).chain([landed.outcome]) {
                        execution.report(batch, outcome)?;
                    }
                    return Poll::Ready(Ok(()));
                }
            }
        }
    }

    /// Lets the batch have the rows at the start of the read buffer.
    fn hand_out(&mut self, execution: &mut Execution, batch: &mut dyn Batch) -> Result<(), Error> {
        let Some(flight) = self.session.flights.front_mut() else { return Ok(()) };
        while let Some(outcome) = flight.outcomes.get(execution.done).copied() {
            let index = execution.done;
            if let Err(error) = execution.report(batch, outcome) {
                flight.fail_at(Some(index), error);
                return Ok(());
            }
        }
        self.take_rows(|chunk| batch.sink(execution.done).take(chunk))
    }
}

impl Execution {
    /// Tells the batch what the next of its statements did.
    fn report(&mut self, batch: &mut dyn Batch, outcome: Outcome) -> Result<(), Error> {
        let index = self.done;
        self.done += 1;
        batch.done(index, outcome).map_err(|error| error.at_statement(Some(index)))
    }
}
