//! Several statements at once, each on its own.

use std::collections::VecDeque;
use std::task::{Context, Poll, ready};

use super::Connection;
use super::batch::Batch;
use super::drive::Event;
use super::execute::{Execution, Lookup, Step};
use super::executor::Outcome;
use crate::error::{Error, Kind};
use crate::value::SqlType;
use crate::wire::{TransactionStatus, frontend};

/// Statements that succeed and fail each by itself.
pub(super) trait EachOf: Batch {
    /// Takes what a statement came to.
    fn landed(&mut self, index: usize, outcome: Result<Outcome, Error>);
}

/// How far the execution of statements, each on its own, has come.
#[derive(Debug, Default)]
pub(super) struct Each {
    phase: Phase,
    /// Inside of how many transactions and savepoints it is.
    level: u32,
    /// The statements that were sent and not answered, with the numbers of their flights.
    flying: VecDeque<(usize, u64)>,
    /// The statements that are to be sent once more, with the error that they got.
    again: VecDeque<(usize, Error)>,
    /// The transaction's status when the next statement is executed.
    before: Option<TransactionStatus>,
}

#[derive(Debug, Default)]
enum Phase {
    /// Something may be owed for an earlier statement.
    #[default]
    Settle,
    /// The OIDs of types were asked for, by a flight of that number.
    Lookup(Lookup, u64),
    /// All statements were sent.
    Sent,
    /// A statement is sent once more.
    Again(usize, Execution),
}

impl Each {
    /// Statements inside of so many transactions and savepoints.
    pub(super) fn inside(level: u32) -> Self {
        Each { level, ..Each::default() }
    }
}

impl Connection {
    /// Moves the execution of statements on, each on its own.
    pub(super) fn poll_execute_each(
        &mut self,
        context: &mut Context<'_>,
        each: &mut Each,
        batch: &mut dyn EachOf,
    ) -> Poll<()> {
        loop {
            match &mut each.phase {
                Phase::Settle => {
                    each.phase = match ready!(self.poll_settle(context, each.level)) {
                        Ok(()) => self.begin_each(&mut each.flying, batch),
                        Err(error) => fail_all(batch, error),
                    };
                    each.before = Some(self.session.status);
                }
                Phase::Lookup(lookup, flight) => {
                    let failed = ready!(self.poll_lookup(context, lookup, *flight)).err();
                    each.phase = match failed {
                        Some(error) if self.broken => fail_all(batch, error),
                        failed => self.launch_each(&mut each.flying, batch, failed),
                    };
                }
                Phase::Sent => match each.flying.front().copied() {
                    Some((index, flight)) => {
                        ready!(self.poll_one_of_each(context, each, batch, index, flight));
                    }
                    None => match each.again.pop_front() {
                        Some((index, _)) if self.session.status == TransactionStatus::Idle => {
                            each.phase = Phase::Again(index, Execution::second());
                        }
                        // Whoever began a transaction among these statements has not meant this one.
                        Some((index, error)) => batch.landed(index, Err(error)),
                        None => return Poll::Ready(()),
                    },
                },
                Phase::Again(index, execution) => {
                    let index = *index;
                    let (statement, describe) = batch.statement(index);
                    let outcome = match ready!(self.poll_execute(context, execution, statement, describe)) {
                        Ok(Step::Rows) => match self.take_rows(|chunk| batch.sink(index).take(chunk)) {
                            Ok(()) => continue,
                            Err(error) => Err(error),
                        },
                        Ok(Step::Landed(landed)) => Ok(landed.outcome),
                        Err(error) => Err(error),
                    };
                    batch.landed(index, outcome);
                    each.phase = Phase::Sent;
                }
            }
        }
    }

    /// Moves the first statement on that was not answered.
    fn poll_one_of_each(
        &mut self,
        context: &mut Context<'_>,
        each: &mut Each,
        batch: &mut dyn EachOf,
        index: usize,
        flight: u64,
    ) -> Poll<()> {
        let outcome = match ready!(self.poll_flight(context, flight)) {
            Ok(Event::Rows) => match self.take_rows(|chunk| batch.sink(index).take(chunk)) {
                Ok(()) => return Poll::Ready(()),
                Err(error) => Err(error),
            },
            Ok(Event::Suspended | Event::Copying) => return Poll::Ready(()),
            Ok(Event::Landed(landed)) => {
                let before = each.before.replace(self.session.status);
                match landed.error {
                    Some(error) if landed.stale && before == Some(TransactionStatus::Idle) => {
                        each.flying.pop_front();
                        each.again.push_back((index, error));
                        return Poll::Ready(());
                    }
                    Some(error) => Err(error),
                    None => Ok(landed.outcome),
                }
            }
            Err(error) => Err(error),
        };
        each.flying.pop_front();
        batch.landed(index, outcome);
        Poll::Ready(())
    }

    /// Asks for types that are not known, or sends the statements.
    fn begin_each(&mut self, flying: &mut VecDeque<(usize, u64)>, batch: &mut dyn EachOf) -> Phase {
        let mut unknown = Vec::new();
        for index in 0..batch.len() {
            let (statement, describe) = batch.statement(index);
            self.add_types_of(statement, describe, &mut unknown);
        }
        if unknown.is_empty() {
            return self.launch_each(flying, batch, None);
        }
        let unknown: Vec<SqlType> = unknown.into_iter().copied().collect();
        match self.launch_lookup(&unknown) {
            Ok(()) => Phase::Lookup(Lookup::new(unknown), self.session.launched),
            Err(error) => self.launch_each(flying, batch, Some(error)),
        }
    }

    /// Sends each statement. Those whose types are still not known fail, the first of them by `why`.
    fn launch_each(
        &mut self,
        flying: &mut VecDeque<(usize, u64)>,
        batch: &mut dyn EachOf,
        mut why: Option<Error>,
    ) -> Phase {
        let before = self.session.statements.now();
        for index in 0..batch.len() {
            let (statement, describe) = batch.statement(index);
            let sent = match self.launch_among(statement, describe, before, batch.len()) {
                Ok(None) => Ok(()),
                Ok(Some(unknown)) => Err(why.take().unwrap_or_else(|| unknown_types(&unknown))),
                Err(error) => Err(error),
            };
            match sent {
                Ok(()) => flying.push_back((index, self.session.launched)),
                Err(error) => batch.landed(index, Err(error)),
            }
        }
        Phase::Sent
    }
}

/// The connection is gone before anything was sent.
fn fail_all(batch: &mut dyn EachOf, error: Error) -> Phase {
    let mut error = Some(error);
    for index in 0..batch.len() {
        batch.landed(index, Err(error.take().unwrap_or_else(|| Error::new(Kind::Closed))));
    }
    Phase::Sent
}

#[cold]
fn unknown_types(types: &[&'static SqlType]) -> Error {
    types.first().map_or_else(|| Error::new(Kind::Closed), |ty| frontend::unknown_type(ty))
}
