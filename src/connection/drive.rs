//! The one loop that writes, reads, and moves flights on.

use std::io;
use std::task::{Context, Poll, ready};

use super::Connection;
use super::flight::{Expect, Landed, unexpected};
use crate::error::{Error, Kind};
use crate::wire::{Rows, may_stand_alone, split};

/// What a flight has come to.
#[derive(Debug)]
pub(super) enum Event {
    /// There are rows, or a message of the data of a COPY, at the start of the read buffer. Whoever takes none of them gets
    /// the same event again.
    Rows,
    /// The server has handed out a part of the rows, and waits.
    Suspended,
    /// A COPY has begun.
    Copying,
    /// The flight is over.
    Landed(Landed),
}

impl Connection {
    /// Moves the first flight on, until there are rows (if `deliver` asks for them) or it is over.
    ///
    /// An error from here means that the connection is gone.
    pub(super) fn poll_drive(
        &mut self,
        context: &mut Context<'_>,
        deliver: bool,
    ) -> Poll<Result<Event, Error>> {
        if self.broken {
            return Poll::Ready(Err(Error::new(Kind::Closed)));
        }
        let event = self.poll_event(context, deliver);
        if let Poll::Ready(Err(error)) = &event {
            self.tell_broken(error);
            self.broken = true;
        }
        event
    }

    fn poll_event(&mut self, context: &mut Context<'_>, deliver: bool) -> Poll<Result<Event, Error>> {
        loop {
            let flushed = self.poll_flush(context);
            if let Some(event) = self.handle_messages(deliver)? {
                return Poll::Ready(Ok(event));
            }
            // An answer can be due to what was just read.
            if flushed.is_pending() || !self.output.is_due() {
                ready!(self.poll_fill(context))?;
            }
        }
    }

    /// Handles the messages that have arrived.
    pub(super) fn handle_messages(&mut self, deliver: bool) -> Result<Option<Event>, Error> {
        while let Some(frame) = split(self.input.unread())? {
            if frame.tag == b'D'
                && let Some(flight) = self.session.flights.front_mut()
                && flight.expect == Expect::Rows
                && flight.is_at_statements()
            {
                let Some(width) = flight.leg.width else { return Err(unexpected(b'D')) };
                flight.leg.has_rows = true;
                if deliver && flight.error.is_none() {
                    flight.delivered = true;
                    return Ok(Some(Event::Rows));
                }
                let taken = Rows::new(self.input.unread(), width).finish()?;
                self.input.consume(taken);
                continue;
            }
            if frame.tag == b'd'
                && deliver
                && self.session.flights.front().is_some_and(|flight| {
                    flight.expect == Expect::CopyOutData && flight.error.is_none() && flight.closing == 0
                })
            {
                return Ok(Some(Event::Rows));
            }
            let event = self.session.receive(frame, &mut self.output)?;
            let size = frame.size();
            self.input.consume(size);
            if let Some(Event::Landed(landed)) = &event {
                // What is left of a COPY that the server refuses it ignores.
                let ignored = landed.copied && landed.error.is_some();
                if self.session.flights.is_empty() && self.output.is_due() && !ignored {
                    return Err(Error::protocol("the server answered what it was not asked yet"));
                }
                self.input.shrink();
            }
            if event.is_some() {
                return Ok(event);
            }
        }
        self.check_row()?;
        Ok(None)
    }

    /// Writes what is due. If that fails the reason may still be there to be read, so it is only kept.
    pub(super) fn poll_flush(&mut self, context: &mut Context<'_>) -> Poll<()> {
        if !self.output.is_due() {
            return Poll::Ready(());
        }
        if let Err(error) = ready!(self.output.poll_flush(&mut *self.transport, context)) {
            self.output.clear();
            self.write_error.get_or_insert(error);
        }
        Poll::Ready(())
    }

    pub(super) fn poll_fill(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Error>> {
        let read = ready!(self.input.poll_fill(&mut *self.transport, context));
        let error = match read {
            Ok(0) => io::Error::new(io::ErrorKind::UnexpectedEof, "the server closed the connection"),
            Ok(count) => {
                self.session.counters.bytes_received += count as u64;
                return Poll::Ready(Ok(()));
            }
            Err(error) => error,
        };
        Poll::Ready(Err(Error::io(self.write_error.take().unwrap_or(error))))
    }

    /// Between flights the server may say something about itself, and nothing that could answer the next one.
    pub(super) fn handle_idle_messages(&mut self) -> Result<(), Error> {
        while let Some(&tag) = self.input.unread().first() {
            if !may_stand_alone(tag) {
                return Err(unexpected(tag));
            }
            let Some(frame) = split(self.input.unread())? else { break };
            let size = frame.size();
            if self.session.receive(frame, &mut self.output)?.is_some() {
                return Err(unexpected(tag));
            }
            self.input.consume(size);
        }
        Ok(())
    }
}
