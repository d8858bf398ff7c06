//! Seats: the place of a statement on a connection that others use, too.

use std::fmt;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker, ready};

use super::lane::{Lane, Launched};
use crate::connection::execute::Lookup;
use crate::connection::executor::{Outcome, Sink};
use crate::connection::flight::Landed;
use crate::error::{Error, Kind};
use crate::sql::Statement;
use crate::value::Shape;
use crate::wire::Rows;

/// The place of a statement among those of others. Dropped, what is left of its answer is thrown away by the others.
pub(super) struct Seat {
    lane: Arc<Lane>,
    stage: Stage,
    /// The number of its flight; 0 before it has one.
    flight: u64,
    /// Whether it was sent in vain.
    retried: bool,
    /// What others took for it out of the read buffer.
    rows: Vec<u8>,
}

enum Stage {
    Boarding,
    /// The OIDs of types were asked for.
    Lookup(Lookup),
    Sent,
    Over,
}

/// Why a statement failed, and how far it had come.
#[derive(Debug)]
pub(super) struct Failure {
    pub(super) error: Error,
    pub(super) reach: Reach,
}

/// How far a statement came that failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reach {
    /// It was not sent.
    Unsent,
    /// It was sent, and the server said that it did not begin it.
    Unbegun,
    /// The server has answered it, or may have executed it.
    Unknown,
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Failure { error, reach: Reach::Unknown }
    }
}

impl Seat {
    pub(super) fn new(lane: Arc<Lane>) -> Self {
        Seat { lane, stage: Stage::Boarding, flight: 0, retried: false, rows: Vec::new() }
    }

    /// Moves the execution on. After an error it is over.
    pub(super) fn poll(
        &mut self,
        context: &mut Context<'_>,
        statement: &Statement,
        describe: fn(&mut Shape),
        rows: &mut dyn Sink,
    ) -> Poll<Result<Outcome, Failure>> {
        loop {
            if matches!(self.stage, Stage::Boarding) && self.board(context.waker(), statement, describe)? {
                // Others who were woken by the same answers send something, too: it goes in the same write.
                context.waker().wake_by_ref();
                return Poll::Pending;
            }
            let landed = ready!(self.poll_landed(context.waker(), rows))?;
            match (landed.error, std::mem::replace(&mut self.stage, Stage::Over)) {
                (Some(_), Stage::Sent) if landed.stale && !self.retried => self.retried = true,
                (Some(error), _) => return Poll::Ready(Err(error.into())),
                (None, Stage::Lookup(lookup)) => self.lane.lock().learn(&lookup)?,
                (None, _) => return Poll::Ready(Ok(landed.outcome)),
            }
            self.stage = Stage::Boarding;
        }
    }

    /// Sends the statement, and says whether something else is on its way before it.
    fn board(
        &mut self,
        waker: &Waker,
        statement: &Statement,
        describe: fn(&mut Shape),
    ) -> Result<bool, Failure> {
        self.lane.unwatch(self.flight);
        let mut state = self.lane.lock();
        let Launched { flight, is_first, lookup } = state.launch(&self.lane, statement, describe)?;
        self.flight = flight;
        self.stage = lookup.map_or(Stage::Sent, Stage::Lookup);
        self.lane.watch(flight, waker);
        Ok(!is_first)
    }

    /// Waits for the end of the flight, and hands its rows out meanwhile.
    fn poll_landed(&mut self, waker: &Waker, rows: &mut dyn Sink) -> Poll<Result<Landed, Failure>> {
        let sink = match &mut self.stage {
            Stage::Lookup(lookup) => lookup,
            _ => rows,
        };
        self.lane.watch(self.flight, waker);
        loop {
            let mut state = self.lane.lock();
            if state.advance(&self.lane, self.flight) {
                state.take_rows(&self.lane, sink);
                // Others get the lock between two chunks.
                continue;
            }
            let Some((width, landed)) = state.answered(self.flight, &mut self.rows) else {
                return Poll::Ready(Err(Error::new(Kind::Closed).into()));
            };
            let failure = state.failure(self.flight);
            drop(state);
            if let Err(error) = take_kept(&mut self.rows, width, sink) {
                if matches!(error.kind(), Kind::Protocol(_)) {
                    self.lane.lock().end(&self.lane, error.for_another());
                }
                return Poll::Ready(Err(error.into()));
            }
            return match (landed, failure) {
                (Some(landed), _) => Poll::Ready(Ok(landed)),
                (None, Some(failure)) => Poll::Ready(Err(failure)),
                (None, None) => Poll::Pending,
            };
        }
    }
}

/// Hands out rows that were kept.
fn take_kept(kept: &mut Vec<u8>, width: u16, sink: &mut dyn Sink) -> Result<(), Error> {
    if !kept.is_empty() {
        sink.take(&mut Rows::new(kept, width))?;
        kept.clear();
    }
    Ok(())
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.lane.unwatch(self.flight);
        let mut state = self.lane.lock();
        state.forget(self.flight);
        state.spare(std::mem::take(&mut self.rows));
        drop(state);
        if !matches!(self.stage, Stage::Over) {
            // It may have been the one that was to move all on.
            self.lane.wake_by_ref();
        }
        self.lane.leave();
    }
}

impl fmt::Debug for Seat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Seat").field("flight", &self.flight).finish_non_exhaustive()
    }
}
