//! What is owed before a connection is used: answers to dropped futures, the end of dropped transactions and locks.

use std::task::{Context, Poll, Waker, ready};

use tokio_postgres::error::SqlState;

use super::Connection;
use super::drive::Event;
use super::flight::{Expect, Flight, Landed};
use super::opening::Opening;
use crate::error::{Error, Kind};
use crate::wire::{TransactionStatus, frontend};

impl Connection {
    /// Finishes what earlier, dropped futures have left: nothing is owed after this, and nothing is left to read.
    ///
    /// `level` says who asks: 0 outside of transactions, 1 inside of one, one more for each savepoint. What is open
    /// above it was dropped, and is undone.
    pub(super) fn poll_pay(&mut self, context: &mut Context<'_>, level: u32) -> Poll<Result<(), Error>> {
        loop {
            ready!(self.poll_land(context))?;
            if self.session.depth > level {
                self.undo(level)?;
            } else if !self.launch_unlocks()? {
                break;
            }
        }
        Poll::Ready(Ok(()))
    }

    /// Waits for everything that was asked.
    fn poll_land(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Error>> {
        if !self.broken {
            self.give_up_copy()?;
        }
        while !self.session.flights.is_empty() {
            if !self.broken {
                self.give_up_portal()?;
            }
            if let Event::Landed(landed) = ready!(self.poll_drive(context, false))? {
                unheard(&landed);
            }
        }
        if self.broken {
            return Poll::Ready(Err(Error::new(Kind::Closed)));
        }
        let settled = match self.write_error.take() {
            // A part of a message may be with the server, which nothing must be appended to.
            Some(error) => Err(Error::io(error)),
            None => self.handle_idle_messages(),
        };
        self.broken |= settled.is_err();
        Poll::Ready(settled)
    }

    /// Asks the server to undo what is open above a level: the transaction for 0, a savepoint for more.
    fn undo(&mut self, level: u32) -> Result<(), Error> {
        if level == 0 {
            self.session.opening = Opening::default();
        }
        let is_over = self.session.flights.is_empty() && self.session.status == TransactionStatus::Idle;
        if self.session.depth > level && !is_over {
            let name = savepoint(level + 1);
            let script = match level {
                0 => "ROLLBACK".to_owned(),
                _ => format!("ROLLBACK TO SAVEPOINT {name}; RELEASE SAVEPOINT {name}"),
            };
            self.launch_script(&script, level == 0)?;
            self.session.conflict = false;
        }
        self.session.depth = self.session.depth.min(level);
        Ok(())
    }

    /// Undoes what is open above a level, for somebody who cannot wait: the answer is read before the next use. As
    /// much as the socket takes is written at once, so that locks are not held until then.
    pub(super) fn abandon(&mut self, level: u32) {
        let is_copying = self.session.flights.iter().any(|flight| flight.expect == Expect::CopyIn);
        // A server that is about to wait for data takes nothing else: the next use undoes it.
        if self.broken || self.session.depth <= level || is_copying {
            return;
        }
        if let Err(error) =
            self.give_up_copy().and_then(|()| self.leave_portal()).and_then(|()| self.undo(level))
        {
            tracing::debug!(%error, "a transaction cannot be undone");
            self.broken = true;
            return;
        }
        self.flush_at_once();
    }

    /// Writes as much as the socket takes without waiting.
    pub(super) fn flush_at_once(&mut self) {
        let flushed = self.poll_flush(&mut Context::from_waker(Waker::noop()));
        tracing::trace!(all = flushed.is_ready(), "written for what was dropped");
    }

    /// Sends a script; one that `ends` the transaction must not leave the session inside of one.
    pub(super) fn launch_script(&mut self, sql: &str, ends: bool) -> Result<u64, Error> {
        self.launch_script_as(sql, sql, ends)
    }

    /// Sends a script that is told by another text.
    pub(super) fn launch_script_as(&mut self, sql: &str, told: &str, ends: bool) -> Result<u64, Error> {
        let text = self.session.tagged(sql);
        let bytes = self.output.append(|out| frontend::query(out, &text))?;
        let mut flight = Flight::new(Expect::Script);
        flight.ends = ends;
        self.launched(flight, bytes, Some(told));
        Ok(self.session.launched)
    }
}

/// Logs what nobody waited for.
pub(super) fn unheard(landed: &Landed) {
    if let Some(error) = &landed.error {
        // Its code alone: what the server says about it may quote values.
        let code = error.sqlstate().map(SqlState::code);
        tracing::debug!(code, "a statement that nobody waited for failed");
    }
}

/// The name of the savepoint with which a level begins.
pub(super) fn savepoint(level: u32) -> String {
    format!("piton_{level}")
}

#[cold]
pub(super) fn ended() -> Error {
    Error::new(Kind::Statement("the transaction was ended by one of its statements".into()))
}
