//! What is known about the server's side, and how each message moves it on.

use std::collections::{BTreeMap, VecDeque};

use super::cache::{Cache, Prepared, Progress};
use super::counters::Counters;
use super::drive::Event;
use super::executor::Outcome;
use super::flight::{Expect, Flight, Landed, unexpected};
use super::limits::Limits;
use super::notice;
use super::notify::Inbox;
use super::observe::Watch;
use super::opening::Opening;
use super::output::Output;
use super::portal::Portal;
use super::settings;
use super::types::Types;
use crate::error::{DbError, Error, Kind};
use crate::wire::copy::CopyFormat;
use crate::wire::{
    Frame, TransactionStatus, affected_rows, command_tag, frontend, notification, parameter_description,
    parameter_status, report, row_description,
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
    /// Notifications that were not taken yet.
    pub(super) inbox: Inbox,
    pub(super) status: TransactionStatus,
    /// How many transactions and savepoints are open that were begun as such: 0 outside of a transaction.
    pub(super) depth: u32,
    /// What gives back locks that were dropped.
    pub(super) unlocks: Vec<String>,
    /// Whether another transaction got in the way of the one that is open.
    pub(super) conflict: bool,
    pub(super) counters: Counters,
    pub(super) watch: Watch,
    pub(super) limits: Limits,
    pub(super) opening: Opening,
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
            inbox: Inbox::default(),
            status: TransactionStatus::Idle,
            depth: 0,
            unlocks: Vec::new(),
            conflict: false,
            counters: Counters::default(),
            watch: Watch::default(),
            limits: Limits::default(),
            opening: Opening::default(),
        }
    }

    /// Takes a message. An error means that the connection cannot go on.
    pub(super) fn receive(&mut self, frame: Frame<'_>, output: &mut Output) -> Result<Option<Event>, Error> {
        match frame.tag {
            b'N' => notice::log(&report(frame.body)?),
            b'A' => {
                let (process, channel, payload) = notification(frame.body)?;
                tracing::trace!(process, channel, "notification");
                self.inbox.push(process, channel, payload);
            }
            b'S' => {
                self.set_parameter(frame.body)?;
                // `SET client_encoding` makes texts unreadable; a login checks the settings when it has them all.
                settings::check_server(&self.parameters)?;
            }
            b'E' => {
                self.fail(report(frame.body)?)?;
                self.end_portal(output)?;
            }
            b'Z' => return self.land(frame.body).map(|landed| Some(Event::Landed(landed))),
            _ => {
                let event = self.advance(frame, output)?;
                self.end_portal(output)?;
                return Ok(event);
            }
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
        match flight.begins.as_mut().filter(|begins| begins.left > 0) {
            Some(begins) => {
                begins.left = 0;
                let error = Error::from_database(error).with_sql(&begins.script);
                flight.fail_at(None, error);
            }
            None => {
                flight.stale |= flight.is_made_stale_by(&error);
                flight.fail(Error::from_database(error));
            }
        }
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
        self.tell_landed(&flight);
        let copied = flight.copy.is_some();
        let Flight { outcomes, outcome, mut error, failed, rolled_back, begins, .. } = flight;
        if let (Some(begins), Expect::Script) = (begins, flight.expect) {
            self.opening.error = error.take().map(|error| error.with_sql(&begins.script));
        }
        self.begin_leg()?;
        Ok(Landed { outcomes, outcome, error, failed, rolled_back, copied, stale })
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
        if !flight.is_at_statements() {
            return self.advance_begin(frame).map(|()| None);
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
            (Expect::Rows, b's') if flight.portal.is_some() => {
                nothing(frame)?;
                if flight.abandoned {
                    flight.end();
                    return Ok(None);
                }
                flight.portal.iter_mut().for_each(Portal::suspend);
                return Ok(Some(Event::Suspended));
            }
            (Expect::Rows, b'G') if !flight.leg.has_rows => {
                CopyFormat::read(frame.body)?;
                flight.fail(no_copy());
                if !flight.rest.is_empty() {
                    // The server takes the next statement for an error, or hangs up.
                    return Ok(None);
                }
                flight.expect = Expect::Ready;
                // Its `Sync` is this one.
                flight.portal = None;
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

    pub(super) fn after_command(&mut self, tag: &[u8]) {
        if tag == b"DISCARD ALL" || tag == b"DEALLOCATE ALL" {
            // The server has forgotten them.
            drop(self.statements.take_known());
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
