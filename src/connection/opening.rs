//! `BEGIN` that goes with the first statement of its transaction, in the same round trip.
//!
//! Both end with the same `Sync`, so a `BEGIN` that fails keeps the server from executing the statement. What cannot be
//! sent in this way, such as a script, waits for the answer to the `BEGIN` first.

use std::sync::LazyLock;
use std::task::{Context, Poll, ready};

use super::Connection;
use super::flight::unexpected;
use super::session::{Session, nothing};
use super::settle::ended;
use crate::error::Error;
use crate::sql::Statement;
use crate::wire::{Frame, TransactionStatus, command_tag, frontend};

/// Has no parameters.
static NOTHING: LazyLock<Statement> = LazyLock::new(Statement::new);

/// A transaction that begins with the first statement.
#[derive(Debug, Default)]
pub(super) struct Opening {
    /// What is still to be sent.
    pub(super) script: Option<String>,
    /// Why it could not begin.
    pub(super) error: Option<Error>,
}

/// What a flight has to say about the beginning of a transaction.
#[derive(Debug)]
pub(super) struct Begins {
    pub(super) script: String,
    /// How many answers to it are still to come, before those to the statement.
    pub(super) left: u8,
}

impl Begins {
    /// Appends the messages, to which there are three answers.
    pub(super) fn put(out: &mut Vec<u8>, script: String) -> Result<Self, Error> {
        frontend::parse(out, b"", &script, &[])?;
        frontend::bind(out, b"", &NOTHING, |_| None)?;
        frontend::execute(out);
        Ok(Begins { script, left: 3 })
    }
}

impl Session {
    /// Takes an answer to the beginning of the transaction.
    pub(super) fn advance_begin(&mut self, frame: Frame<'_>) -> Result<(), Error> {
        let begins = self.flights.front_mut().and_then(|flight| flight.begins.as_mut());
        let Some(begins) = begins else { return Err(unexpected(frame.tag)) };
        match (begins.left, frame.tag) {
            (3, b'1') | (2, b'2') => nothing(frame)?,
            (1, b'C') => {
                command_tag(frame.body)?;
            }
            _ => return Err(unexpected(frame.tag)),
        }
        begins.left -= 1;
        Ok(())
    }
}

impl Connection {
    /// As [`poll_pay`](Connection::poll_pay), for what cannot be sent together with the beginning of its transaction.
    pub(super) fn poll_settle(&mut self, context: &mut Context<'_>, level: u32) -> Poll<Result<(), Error>> {
        ready!(self.poll_pay(context, level))?;
        if level > 0
            && let Some(script) = self.session.opening.script.take()
        {
            self.launch_script(&script, false)?;
            if let Some(flight) = self.session.flights.back_mut() {
                flight.begins = Some(Begins { script, left: 0 });
            }
            ready!(self.poll_pay(context, level))?;
        }
        Poll::Ready(self.is_open(level))
    }

    /// Whether the transaction is open inside of which something is to be executed, or will be.
    pub(super) fn is_open(&mut self, level: u32) -> Result<(), Error> {
        let Session { opening, status, .. } = &mut self.session;
        if level == 0 || opening.script.is_some() {
            return Ok(());
        }
        match opening.error.take() {
            Some(error) => Err(error),
            None if *status == TransactionStatus::Idle => Err(ended()),
            None => Ok(()),
        }
    }
}
