//! What is known about the server's side, and how each message moves it on.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use super::cache::{Cache, Id, Prepared, Progress};
use super::check::check;
use super::counters::Counters;
use super::drive::Event;
use super::executor::Outcome;
use super::flight::{Expect, Flight, Landed, unexpected, width};
use super::notice;
use super::output::Output;
use super::settings;
use super::types::Types;
use crate::error::{DbError, Error, Kind};
use crate::value::Shape;
use crate::wire::copy::CopyFormat;
use crate::wire::{
    Column, Frame, TransactionStatus, affected_rows, command_tag, frontend, notification,
    parameter_description, parameter_status, report, row_description,
};

/// More settings than any server reports.
const MAX_PARAMETERS: usize = 1024;

/// What is known about the server's side of the connection.
#[derive(Debug)]
pub(super) struct Session {
    pub(super) flights: VecDeque<Flight>,
    /// How many flights there were; the number of the last one.
    pub(super) launched: u64,
    pub(super) statements: Cache,
    /// Statements to be closed with the next flight.
    pub(super) closes: Vec<Prepared>,
    pub(super) types: Types,
    pub(super) parameters: BTreeMap<Box<str>, Box<str>>,
    pub(super) status: TransactionStatus,
    /// How many transactions and savepoints are open that were begun as such: 0 outside of a transaction.
    pub(super) depth: u32,
    /// Whether another transaction got in the way of the one that is open.
    pub(super) conflict: bool,
    pub(super) counters: Counters,
}

impl Session {
    pub(super) fn new() -> Self {
        Session {
            flights: VecDeque::with_capacity(4),
            launched: 0,
            statements: Cache::new(),
            closes: Vec::new(),
            types: Types::default(),
            parameters: BTreeMap::new(),
            status: TransactionStatus::Idle,
            depth: 0,
            conflict: false,
            counters: Counters::default(),
        }
    }

    /// Takes a message. An error means that the connection cannot go on.
    pub(super) fn receive(&mut self, frame: Frame<'_>, output: &mut Output) -> Result<Option<Event>, Error> {
        match frame.tag {
            b'N' => notice::log(&report(frame.body)?),
            b'A' => {
                let (process, channel, _) = notification(frame.body)?;
                tracing::trace!(process, channel, "notification");
            }
            b'S' => {
                self.set_parameter(frame.body)?;
                // `SET client_encoding` makes texts unreadable; a login checks the settings when it has them all.
                settings::check_server(&self.parameters)?;
            }
            b'E' => self.fail(report(frame.body)?)?,
            b'Z' => return self.land(frame.body).map(|landed| Some(Event::Landed(landed))),
            _ => return self.advance(frame, output),
        }
        Ok(None)
    }

    pub(super) fn set_parameter(&mut self, body: &[u8]) -> Result<(), Error> {
        let (name, value) = parameter_status(body)?;
        if self.parameters.len() >= MAX_PARAMETERS && !self.parameters.contains_key(name) {
            return Err(Error::protocol("the server reports more settings than it can have"));
        }
        self.parameters.insert(name.into(), value.into());
        Ok(())
    }

    fn fail(&mut self, error: DbError) -> Result<(), Error> {
        let fatal = error.is_fatal();
        let Some(flight) = self.flights.front_mut().filter(|_| !fatal) else {
            return Err(Error::from_database(error));
        };
        self.conflict |= error.is_conflict();
        flight.stale |= flight.is_made_stale_by(&error);
        flight.fail(Error::from_database(error));
        // The server skips the rest of the flight.
        flight.closing = 0;
        if flight.expect != Expect::Script {
            flight.expect = Expect::Ready;
        }
        Ok(())
    }

    /// The server has answered everything up to a `Sync`.
    fn land(&mut self, body: &[u8]) -> Result<Landed, Error> {
        let status = TransactionStatus::read(body)?;
        let Some(flight) = self.flights.pop_front() else { return Err(unexpected(b'Z')) };
        if !matches!(flight.expect, Expect::Ready | Expect::Script) || flight.closing > 0 {
            return Err(unexpected(b'Z'));
        }
        if flight.ends && status != TransactionStatus::Idle {
            return Err(Error::protocol("a transaction goes on after its end"));
        }
        self.status = status;
        // Of statements that completed nothing is left to be settled.
        let stale = flight.stale && flight.can_start_over();
        for (index, leg) in flight.legs().enumerate() {
            if let Some(id) = leg.statement {
                self.settle_statement(id, flight.stale && index == 0);
            }
        }
        let copied = flight.copy.is_some();
        let Flight { outcomes, outcome, error, failed, rolled_back, .. } = flight;
        self.begin_leg()?;
        Ok(Landed { outcomes, outcome, error, failed, rolled_back, copied, stale })
    }

    /// Keeps a statement only if the server knows it and it is known what it returns.
    fn settle_statement(&mut self, id: Id, stale: bool) {
        let keep = match self.statements.get(id).map(|prepared| &prepared.progress) {
            Some(Progress::Described(_)) => !stale,
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
        {
            self.closes.push(prepared);
        }
    }

    /// Takes a message that only belongs where it is expected.
    pub(super) fn advance(&mut self, frame: Frame<'_>, output: &mut Output) -> Result<Option<Event>, Error> {
        let Some(flight) = self.flights.front_mut() else { return Err(unexpected(frame.tag)) };
        if flight.closing > 0 {
            if frame.tag != b'3' {
                return Err(unexpected(frame.tag));
            }
            nothing(frame)?;
            flight.closing -= 1;
            return Ok(None);
        }
        if flight.expect.is_copy() {
            return self.advance_copy(frame, output);
        }
        match (flight.expect, frame.tag) {
            (Expect::BindComplete, b'2') => {
                nothing(frame)?;
                flight.expect = Expect::Rows;
            }
            (Expect::Rows | Expect::CopyData, b'C') => {
                let tag = command_tag(frame.body)?;
                self.after_command(tag);
                self.completed(Outcome { affected: affected_rows(tag) })?;
            }
            (Expect::Rows, b'I') if !flight.leg.has_rows => {
                nothing(frame)?;
                self.completed(Outcome::default())?;
            }
            (Expect::ParseComplete, b'1') => {
                nothing(frame)?;
                if let Some(prepared) = flight.leg.statement.and_then(|id| self.statements.get_mut(id)) {
                    prepared.progress = Progress::Parsed;
                }
                // Only what is prepared by a name is described.
                flight.expect =
                    if flight.leg.preparing { Expect::ParameterDescription } else { Expect::BindComplete };
            }
            (Expect::ParameterDescription, b't') => {
                parameter_description(frame.body)?;
                flight.expect = Expect::RowDescription;
            }
            (Expect::RowDescription, b'T') => {
                let columns = row_description(frame.body)?;
                self.described(Some(columns.into()))?;
            }
            (Expect::RowDescription, b'n') => {
                nothing(frame)?;
                self.described(None)?;
            }
            (Expect::Rows, b'G') if !flight.leg.has_rows => {
                CopyFormat::read(frame.body)?;
                flight.fail(no_copy());
                if !flight.rest.is_empty() {
                    // The server takes the next statement for an error, or hangs up.
                    return Ok(None);
                }
                flight.expect = Expect::Ready;
                output.append(|out| {
                    frontend::copy_fail(out)?;
                    // While it waits for data the server ignores a `Sync`, so it needs another one.
                    frontend::sync(out);
                    Ok(())
                })?;
            }
            (Expect::Rows, b'H') if !flight.leg.has_rows => {
                CopyFormat::read(frame.body)?;
                flight.fail(no_copy());
                flight.expect = Expect::CopyData;
            }
            (Expect::CopyData, b'd' | b'c') | (Expect::Script, b'T' | b'D' | b'I' | b'd' | b'c') => {}
            (Expect::Script, b'C') => {
                let tag = command_tag(frame.body)?;
                flight.rolled_back |= tag == b"ROLLBACK";
                self.after_command(tag);
            }
            (Expect::Script, b'G') => {
                CopyFormat::read(frame.body)?;
                flight.fail(no_copy());
                output.append(frontend::copy_fail)?;
            }
            (Expect::Script, b'H') => {
                CopyFormat::read(frame.body)?;
                flight.fail(no_copy());
            }
            _ => return Err(unexpected(frame.tag)),
        }
        Ok(None)
    }

    /// The result's columns are known: the statement is prepared, and rows can be checked before one comes.
    fn described(&mut self, columns: Option<Arc<[Column]>>) -> Result<(), Error> {
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
    fn completed(&mut self, outcome: Outcome) -> Result<(), Error> {
        let Some(flight) = self.flights.front_mut() else { return Ok(()) };
        let Some(next) = flight.rest.pop_front() else {
            flight.outcome = outcome;
            flight.expect = Expect::Ready;
            return Ok(());
        };
        flight.outcomes.push(outcome);
        flight.expect = next.expect();
        flight.leg = next;
        self.begin_leg()
    }

    /// The next answer is that of another statement. What that uses was perhaps prepared by one before it, and is
    /// described by now.
    fn begin_leg(&mut self) -> Result<(), Error> {
        match self.flights.front() {
            Some(flight) if flight.leg.describe.is_some() && !flight.leg.preparing => self.meet_columns(),
            _ => Ok(()),
        }
    }

    pub(super) fn after_command(&mut self, tag: &[u8]) {
        if tag == b"DISCARD ALL" || tag == b"DEALLOCATE ALL" {
            self.statements.clear();
        }
    }
}

/// Checks that a message that says everything by its tag says nothing else.
pub(super) fn nothing(frame: Frame<'_>) -> Result<(), Error> {
    if frame.body.is_empty() { Ok(()) } else { Err(Error::protocol("a message is longer than its contents")) }
}

#[cold]
fn no_copy() -> Error {
    Error::new(Kind::Statement("COPY from and to the client cannot be run as a statement".into()))
}
