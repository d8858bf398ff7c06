//! The statements of a flight, one after the other.

use std::sync::Arc;

use super::cache::{Id, Progress};
use super::check::check;
use super::executor::Outcome;
use super::flight::{Expect, unexpected, width};
use super::session::Session;
use crate::error::Error;
use crate::value::Shape;
use crate::wire::Column;

impl Session {
    /// The result's columns are known: the statement is prepared, and rows can be checked before one comes.
    pub(super) fn described(&mut self, columns: Option<Arc<[Column]>>) -> Result<(), Error> {
        let Some(flight) = self.flights.front_mut() else { return Ok(()) };
        let Some(prepared) = flight.leg.statement.and_then(|id| self.statements.get_mut(id)) else {
            return Err(unexpected(b'T'));
        };
        prepared.progress = Progress::Described(columns);
        flight.expect = if flight.leg.executes { Expect::BindComplete } else { Expect::Ready };
        self.meet_columns()
    }

    /// Compares the columns of the statement that is answered now with what they must be, if that was not done yet.
    fn meet_columns(&mut self) -> Result<(), Error> {
        let Some(flight) = self.flights.front_mut() else { return Ok(()) };
        let Some(prepared) = flight.leg.statement.and_then(|id| self.statements.get_mut(id)) else {
            return Ok(());
        };
        let Progress::Described(columns) = &prepared.progress else { return Ok(()) };
        flight.leg.width = width(columns.as_deref())?;
        if let Some(describe) = flight.leg.describe {
            let mut shape = Shape::default();
            describe(&mut shape);
            match check(&shape, columns.as_deref(), &self.types) {
                Ok(()) => prepared.remember(describe),
                Err(error) => {
                    flight.fail(error);
                    // A type may have been made again since it was looked up: the next statement asks for it anew.
                    if shape.columns.iter().any(|column| column.ty.is_custom()) {
                        self.types.clear();
                    }
                }
            }
        }
        Ok(())
    }

    /// A statement has done what it does, and the next one is answered.
    pub(super) fn completed(&mut self, outcome: Outcome) -> Result<(), Error> {
        let Some(flight) = self.flights.front_mut() else { return Ok(()) };
        let Some(next) = flight.rest.pop_front() else {
            flight.outcome = outcome;
            flight.expect = Expect::Ready;
            return Ok(());
        };
        flight.outcomes.push(outcome);
        flight.expect = next.expect();
        let done = std::mem::replace(&mut flight.leg, next);
        // Of the flight's statements only those that are left are settled when it lands.
        if self.statements.keeps_none()
            && let Some(id) = done.statement
        {
            self.statements.remove(id);
        }
        self.begin_leg()
    }

    /// The next answer is that of another statement. What that uses was perhaps prepared by one before it, and is
    /// described by now.
    pub(super) fn begin_leg(&mut self) -> Result<(), Error> {
        match self.flights.front() {
            Some(flight) if flight.leg.describe.is_some() && !flight.leg.preparing => self.meet_columns(),
            _ => Ok(()),
        }
    }

    /// Keeps a statement only if the server knows it and it is known what it returns.
    pub(super) fn settle_statement(&mut self, id: Id, stale: bool) {
        let keep = match self.statements.get(id).map(|prepared| &prepared.progress) {
            Some(Progress::Described(_)) => !stale && !self.statements.keeps_none(),
            Some(Progress::Sent | Progress::Parsed) => false,
            None => return,
        };
        if keep {
            return;
        }
        if stale {
            // The columns changed, or all statements are gone; a type may have changed with them.
            self.types.clear();
        }
        if let Some(prepared) = self.statements.remove(id)
            && !matches!(prepared.progress, Progress::Sent)
            && !prepared.name.is_empty()
        {
            self.closes.push(prepared);
        }
    }
}
