//! Portals: results that the server hands out in parts.
//!
//! `Execute` asks for so many rows, with a `Flush` behind it; the server answers `PortalSuspended` and keeps the rest
//! until it is asked again. The `Sync` that ends the flight goes when there are no more rows, when there is an error, or
//! when nobody asks any more. See the manual's page "Message Flow", section "Extended Query".

use super::Connection;
use super::output::Output;
use super::session::Session;
use crate::error::Error;
use crate::wire::frontend;

/// How a flight gets its rows in parts.
#[derive(Clone, Copy, Debug)]
pub(super) struct Portal {
    /// How many rows a part has.
    rows: i32,
    /// Whether the server waits to be asked for more.
    suspended: bool,
    /// Whether its `Sync` was sent.
    synced: bool,
}

impl Portal {
    /// `None` for 0, which are all rows at once.
    pub(super) fn of(rows: i32) -> Option<Self> {
        (rows > 0).then_some(Portal { rows, suspended: false, synced: false })
    }

    pub(super) fn rows(self) -> i32 {
        self.rows
    }

    pub(super) fn suspend(&mut self) {
        self.suspended = true;
    }

    /// Whoever calls this sends the `Sync`.
    pub(super) fn sync(&mut self) -> bool {
        self.suspended = false;
        !std::mem::replace(&mut self.synced, true)
    }
}

impl Session {
    /// Sends the `Sync` of a portal that is answered, but for the end.
    pub(super) fn end_portal(&mut self, output: &mut Output) -> Result<(), Error> {
        let Some(flight) = self.flights.front_mut().filter(|flight| flight.is_ending()) else {
            return Ok(());
        };
        if flight.portal.as_mut().is_some_and(Portal::sync) {
            self.send_sync(output)?;
        }
        Ok(())
    }

    fn send_sync(&mut self, output: &mut Output) -> Result<(), Error> {
        let bytes = output.append(|out| {
            frontend::sync(out);
            Ok(())
        })?;
        self.counters.bytes_sent += bytes as u64;
        Ok(())
    }
}

impl Connection {
    /// Asks for the next part; or for the end, if the rows are of no use any more.
    pub(super) fn fetch_more(&mut self) -> Result<(), Error> {
        let Some(flight) = self.session.flights.front_mut() else { return Ok(()) };
        if flight.error.is_some() {
            return self.give_up_portal();
        }
        let Some(portal) = flight.portal.as_mut() else { return Ok(()) };
        portal.suspended = false;
        let rows = portal.rows;
        let bytes = self.output.append(|out| frontend::execute_some(out, rows))?;
        self.session.counters.bytes_sent += bytes as u64;
        self.session.counters.round_trips += 1;
        Ok(())
    }

    /// Sends the `Sync` of a portal, wherever it is: what is sent next does not belong to it.
    pub(super) fn leave_portal(&mut self) -> Result<(), Error> {
        let Some(flight) = self.session.flights.back_mut() else { return Ok(()) };
        let Some(portal) = flight.portal.as_mut() else { return Ok(()) };
        let was_suspended = portal.suspended;
        let is_due = portal.sync();
        if was_suspended {
            flight.end();
        }
        if is_due {
            self.session.send_sync(&mut self.output)?;
        }
        Ok(())
    }

    /// Ends a portal from which nobody wants more.
    pub(super) fn give_up_portal(&mut self) -> Result<(), Error> {
        let Some(flight) = self.session.flights.front_mut() else { return Ok(()) };
        if flight.portal.is_some_and(|portal| portal.suspended) {
            flight.end();
            self.session.end_portal(&mut self.output)?;
        }
        Ok(())
    }
}
