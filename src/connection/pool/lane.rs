//! Lanes: connections whose pipeline several statements share.
//!
//! A statement that takes a [`Seat`] sends its messages behind those of the others, with a `Sync` of its own, so that
//! its error is its own; the answers come in the same order. No task in the background reads them: whoever of them is
//! polled moves all of them on, as far as that goes without waiting. It takes its own rows out of the read buffer, and
//! keeps the bytes of other answers for those who wait for them. So nobody depends on a future that is not polled.

use std::fmt;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering::Relaxed;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Wake, Waker, ready};

use super::PooledConnection;
use super::lanes::{Lanes, NEVER, PATIENCE};
use crate::connection::Connection;
use crate::connection::drive::Event;
use crate::connection::execute::Lookup;
use crate::connection::executor::{Outcome, Sink};
use crate::connection::flight::Landed;
use crate::error::{Error, Kind};
use crate::sql::Statement;
use crate::value::{Shape, SqlType};
use crate::wire::Rows;

/// Who has waited for more than this gets it at once, and not all rows together.
const MUCH: usize = 64 * 1024;

/// A connection that statements share. It stays with its connection, and is empty while nobody shares it.
pub(super) struct Lane {
    home: Arc<Lanes>,
    /// When the connection is too old for others to come.
    until: u64,
    /// When what is executed now was begun, or [`NEVER`] if nothing may be sent behind it.
    since: AtomicU64,
    state: Mutex<State>,
    /// The tasks that wait, by the flights that they wait for. A lock of its own: the runtime needs it when bytes
    /// arrive.
    waiting: Mutex<Vec<(u64, Waker)>>,
}

#[derive(Default)]
struct State {
    connection: Option<PooledConnection>,
    /// What was answered to those who wait.
    answers: Vec<Answer>,
    /// Buffers for answers to come.
    spare: Vec<Vec<u8>>,
    broken: Option<Broken>,
}

/// What was answered to a statement while it was not there to take it.
#[derive(Default)]
struct Answer {
    flight: u64,
    rows: Vec<u8>,
    width: u16,
    landed: Option<Landed>,
}

/// Why a lane came to an end.
struct Broken {
    error: Error,
    /// Whether the server said that it executed nothing of what it had not begun.
    ended: bool,
    /// The flight that it had begun.
    begun: Option<u64>,
}

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

impl Lane {
    pub(super) fn new(home: Arc<Lanes>, until: u64) -> Arc<Lane> {
        let since = AtomicU64::new(NEVER);
        Arc::new(Lane { home, until, since, state: Mutex::default(), waiting: Mutex::default() })
    }

    /// The first seat of a connection that nobody else uses.
    pub(super) fn open(self: Arc<Lane>, connection: PooledConnection) -> Seat {
        self.lock().connection = Some(connection);
        self.has_begun();
        self.home.add(self.clone());
        self.seat()
    }

    /// A seat that was counted already.
    pub(super) fn seat(self: Arc<Lane>) -> Seat {
        Seat { lane: self, stage: Stage::Boarding, flight: 0, retried: false, rows: Vec::new() }
    }

    /// Whether another statement may be sent behind those that are on their way.
    pub(super) fn takes_more(&self, now: u64) -> bool {
        let since = self.since.load(Relaxed);
        since != NEVER && now.saturating_sub(since) < PATIENCE && now < self.until
    }

    /// Something else is executed from now on.
    fn has_begun(&self) {
        self.since.store(self.home.now(), Relaxed);
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // What panics is the decoder of a row, which was not taken then.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn waiting(&self) -> MutexGuard<'_, Vec<(u64, Waker)>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Remembers whom to wake for a flight.
    fn watch(&self, flight: u64, waker: &Waker) {
        let mut waiting = self.waiting();
        match waiting.iter_mut().find(|(number, _)| *number == flight) {
            Some((_, known)) => known.clone_from(waker),
            None => waiting.push((flight, waker.clone())),
        }
    }

    fn unwatch(&self, flight: u64) {
        self.waiting().retain(|(number, _)| *number != flight);
    }

    fn call(&self, flight: u64) {
        if let Some((_, waker)) = self.waiting().iter().find(|(number, _)| *number == flight) {
            waker.wake_by_ref();
        }
    }
}

/// The socket is ready. Whoever comes first moves all on: it need not be the one whose answer comes next, because nobody
/// may be polling that one now.
impl Wake for Lane {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.waiting().iter().for_each(|(_, waker)| waker.wake_by_ref());
    }
}

impl State {
    /// Moves everything on that is on its way, as far as it goes without waiting; or up to rows of the flight `own`,
    /// which are at the start of the read buffer if this is true.
    fn advance(&mut self, lane: &Arc<Lane>, own: u64) -> bool {
        if self.broken.is_some() {
            return false;
        }
        self.try_advance(lane, own).unwrap_or_else(|error| {
            self.end(lane, error);
            false
        })
    }

    fn try_advance(&mut self, lane: &Arc<Lane>, own: u64) -> Result<bool, Error> {
        let Some(connection) = &mut self.connection else { return Ok(false) };
        let socket = Waker::from(lane.clone());
        let context = &mut Context::from_waker(&socket);
        while let Some(first) = connection.session.flights.front().map(|flight| flight.number) {
            let answer = self.answers.iter_mut().find(|answer| answer.flight == first);
            let Poll::Ready(event) = connection.poll_drive(context, answer.is_some()) else { break };
            match (event?, answer) {
                (Event::Rows, _) if first == own => return Ok(true),
                (Event::Rows, Some(answer)) => {
                    connection.keep_rows(answer)?;
                    if answer.rows.len() > MUCH {
                        lane.call(first);
                    }
                }
                (Event::Landed(landed), answer) => {
                    lane.has_begun();
                    if let Some(answer) = answer {
                        answer.landed = Some(landed);
                        lane.call(first);
                    }
                }
                (Event::Rows | Event::Copying, _) => {}
            }
        }
        Ok(false)
    }

    /// Ends everything that is on its way.
    fn end(&mut self, lane: &Arc<Lane>, error: Error) {
        let first = self.connection.as_ref().and_then(|connection| connection.session.flights.front());
        let reused = self.connection.as_ref().is_some_and(PooledConnection::is_reused);
        self.broken.get_or_insert(Broken {
            ended: reused && error.ends_session(),
            begun: first.filter(|flight| flight.has_begun()).map(|flight| flight.number),
            error,
        });
        lane.since.store(NEVER, Relaxed);
        lane.wake_by_ref();
    }

    /// What a flight was answered since this was asked for last, and `None` of a flight that is not waited for.
    fn answered(&mut self, flight: u64, rows: &mut Vec<u8>) -> Option<(u16, Option<Landed>)> {
        let at = self.answers.iter().position(|answer| answer.flight == flight)?;
        let answer = self.answers.get_mut(at)?;
        std::mem::swap(rows, &mut answer.rows);
        let (width, landed) = (answer.width, answer.landed.take());
        if landed.is_some() {
            self.keep(at);
        }
        Some((width, landed))
    }

    /// Removes an answer, and keeps its buffer.
    fn keep(&mut self, at: usize) {
        let Answer { rows, .. } = self.answers.swap_remove(at);
        self.spare(rows);
    }

    fn spare(&mut self, mut rows: Vec<u8>) {
        if (1..=MUCH).contains(&rows.capacity()) {
            rows.clear();
            self.spare.push(rows);
        }
    }
}

impl Connection {
    /// Moves the rows at the start of the read buffer into an answer.
    fn keep_rows(&mut self, answer: &mut Answer) -> Result<(), Error> {
        let width = self.session.flights.front().and_then(|flight| flight.leg.width);
        answer.width = width.unwrap_or_default();
        let bytes = self.input.unread();
        let taken = Rows::new(bytes, answer.width).finish()?;
        answer.rows.extend_from_slice(bytes.get(..taken).unwrap_or_default());
        self.input.consume(taken);
        Ok(())
    }
}

impl Seat {
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
        let mut state = self.lane.lock();
        let State { connection, answers, spare, broken } = &mut *state;
        if let Some(broken) = broken {
            return Err(Failure { error: broken.error.for_another(), reach: Reach::Unsent });
        }
        let Some(connection) = connection else { return Err(Error::new(Kind::Closed).into()) };
        let shares = !connection.session.flights.is_empty();
        if !shares {
            self.lane.has_begun();
        }
        self.stage = match connection.launch(statement, describe)? {
            None => Stage::Sent,
            Some(types) => {
                let types: Vec<SqlType> = types.into_iter().copied().collect();
                connection.launch_lookup(&types)?;
                Stage::Lookup(Lookup::new(types))
            }
        };
        self.lane.unwatch(self.flight);
        self.flight = connection.session.launched;
        let rows = spare.pop().unwrap_or_default();
        answers.push(Answer { flight: self.flight, rows, width: 0, landed: None });
        self.lane.watch(self.flight, waker);
        Ok(shares)
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
                if let Some(connection) = &mut state.connection
                    && let Err(error) = connection.take_rows(|chunk| sink.take(chunk))
                {
                    state.end(&self.lane, error);
                }
                // Others get the lock between two chunks.
                continue;
            }
            let Some((width, landed)) = state.answered(self.flight, &mut self.rows) else {
                return Poll::Ready(Err(Error::new(Kind::Closed).into()));
            };
            let failure = state.broken.as_ref().map(|broken| broken.failure(self.flight));
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

impl State {
    fn learn(&mut self, lookup: &Lookup) -> Result<(), Error> {
        self.connection.as_mut().map_or(Ok(()), |connection| lookup.learn(&mut connection.session.types))
    }
}

impl Broken {
    fn failure(&self, flight: u64) -> Failure {
        let unbegun = self.ended && self.begun != Some(flight);
        Failure {
            error: self.error.for_another(),
            reach: if unbegun { Reach::Unbegun } else { Reach::Unknown },
        }
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.lane.unwatch(self.flight);
        let mut state = self.lane.lock();
        if let Some(at) = state.answers.iter().position(|answer| answer.flight == self.flight) {
            state.keep(at);
        }
        state.spare(std::mem::take(&mut self.rows));
        drop(state);
        if !matches!(self.stage, Stage::Over) {
            // It may have been the one that was to move all on.
            self.lane.wake_by_ref();
        }
        if self.lane.home.leave(&self.lane) {
            self.lane.since.store(NEVER, Relaxed);
            let mut state = self.lane.lock();
            let connection = state.connection.take();
            state.broken = None;
            drop(state);
            // It goes back to the pool.
            drop(connection);
        }
    }
}

impl fmt::Debug for Lane {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Lane").field("waiting", &self.waiting().len()).finish_non_exhaustive()
    }
}

impl fmt::Debug for Seat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Seat").field("flight", &self.flight).finish_non_exhaustive()
    }
}
