//! COPY: how each message moves it on, and how much data waits to be sent.

use std::task::{Context, Poll, ready};

use super::Connection;
use super::drive::Event;
use super::executor::Outcome;
use super::flight::{Expect, unexpected};
use super::output::Output;
use super::session::{Session, nothing};
use crate::error::{Error, Kind};
use crate::wire::copy::CopyFormat;
use crate::wire::{Frame, affected_rows, command_tag, frontend};

/// Data is collected up to so many bytes before it is sent.
pub(super) const CHUNK: usize = 64 * 1024;

impl Session {
    /// Takes a message that belongs to a COPY.
    pub(super) fn advance_copy(
        &mut self,
        frame: Frame<'_>,
        output: &mut Output,
    ) -> Result<Option<Event>, Error> {
        let Some(flight) = self.flights.front_mut() else { return Err(unexpected(frame.tag)) };
        match (flight.expect, frame.tag) {
            (Expect::CopyIn, b'G') => {
                flight.copy = Some(CopyFormat::read(frame.body)?);
                flight.expect = Expect::CopyInData;
                if flight.abandoned {
                    output.append(frontend::copy_fail)?;
                }
                return Ok(Some(Event::Copying));
            }
            (Expect::CopyOut, b'H') => {
                flight.copy = Some(CopyFormat::read(frame.body)?);
                flight.expect = Expect::CopyOutData;
                return Ok(Some(Event::Copying));
            }
            (Expect::CopyIn | Expect::CopyOut, b'T' | b'D' | b'I' | b'C' | b'G' | b'H') => {
                flight.fail(no_copy(flight.expect));
                flight.expect = Expect::Script;
                return self.advance(frame, output);
            }
            (Expect::CopyOutData, b'd') => {}
            (Expect::CopyOutData, b'c') => {
                nothing(frame)?;
                flight.expect = Expect::CopyOutDone;
            }
            // Data that was not said to be complete is not complete for the server, either.
            (Expect::CopyInData, b'C') if !flight.abandoned => return Err(unexpected(b'C')),
            (Expect::CopyInData | Expect::CopyOutDone, b'C') => {
                let tag = command_tag(frame.body)?;
                flight.outcome = Outcome { affected: affected_rows(tag) };
                flight.expect = Expect::Script;
                self.after_command(tag);
            }
            _ => return Err(unexpected(frame.tag)),
        }
        Ok(None)
    }
}

impl Connection {
    /// Tells a server that waits for the data of a COPY that none follows. One that is only about to wait is told when
    /// it does.
    pub(super) fn give_up_copy(&mut self) -> Result<(), Error> {
        for flight in &mut self.session.flights {
            if flight.expect == Expect::CopyInData && !flight.abandoned {
                let bytes = self.output.append(frontend::copy_fail)?;
                self.session.counters.bytes_sent += bytes as u64;
            }
            flight.abandoned = true;
        }
        Ok(())
    }

    /// As [`give_up_copy`](Connection::give_up_copy), for somebody who cannot wait.
    pub(super) fn drop_copy(&mut self, flight: u64) {
        if self.session.flights.iter().any(|other| other.number == flight) {
            if self.give_up_copy().is_err() {
                self.broken = true;
            }
            self.flush_at_once();
        }
    }

    /// Begins a COPY, whose flight begins by expecting what `expect` says.
    pub(super) fn poll_begin_copy(
        &mut self,
        context: &mut Context<'_>,
        level: u32,
        sql: &str,
        expect: Expect,
        flight: &mut Option<u64>,
    ) -> Poll<Result<CopyFormat, Error>> {
        let number = match *flight {
            Some(number) => number,
            None => {
                ready!(self.poll_settle(context, level))?;
                let number = self.launch_script(sql, false)?;
                if let Some(flight) = self.session.flights.back_mut() {
                    flight.expect = expect;
                }
                *flight.insert(number)
            }
        };
        loop {
            match ready!(self.poll_flight(context, number))? {
                Event::Copying => {
                    let format = self.session.flights.front().and_then(|flight| flight.copy);
                    return Poll::Ready(format.ok_or_else(|| unexpected(b'G')));
                }
                Event::Rows | Event::Suspended => {}
                Event::Landed(landed) => {
                    return Poll::Ready(Err(landed.error.unwrap_or_else(|| no_copy(expect))));
                }
            }
        }
    }

    /// Waits until more data can be collected. If the server has ended the COPY meanwhile, this is the error.
    pub(super) fn poll_copy_room(
        &mut self,
        context: &mut Context<'_>,
        flight: u64,
    ) -> Poll<Result<(), Error>> {
        loop {
            if self.broken || self.session.flights.front().is_none_or(|first| first.number != flight) {
                return Poll::Ready(Err(over()));
            }
            let has_failed = self.session.flights.front().is_some_and(|first| first.error.is_some());
            if self.output.due() < CHUNK && !has_failed {
                return Poll::Ready(Ok(()));
            }
            let flushed = self.poll_flush(context);
            if self.write_error.is_some() || has_failed || flushed.is_pending() {
                // Why is said by what there is to read.
                if let Event::Landed(landed) = ready!(self.poll_drive(context, false))? {
                    return Poll::Ready(Err(landed.error.unwrap_or_else(over)));
                }
                continue;
            }
            // What the server says against it is heard as soon as it has said it.
            match self.poll_drive(context, false) {
                Poll::Pending => {}
                Poll::Ready(Ok(Event::Landed(landed))) => {
                    return Poll::Ready(Err(landed.error.unwrap_or_else(over)));
                }
                Poll::Ready(event) => drop(event?),
            }
        }
    }
}

#[cold]
pub(super) fn over() -> Error {
    Error::new(Kind::Statement("the COPY is over".into()))
}

#[cold]
fn no_copy(expected: Expect) -> Error {
    Error::new(Kind::Statement(
        match expected {
            Expect::CopyIn => "the statement is not a COPY .. FROM STDIN",
            _ => "the statement is not a COPY .. TO STDOUT",
        }
        .into(),
    ))
}
