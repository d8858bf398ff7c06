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
use std::task::{Context, Poll, Wake, Waker};

use super::PooledConnection;
use super::lanes::{Lanes, NEVER, PATIENCE};
use super::seat::{Failure, Reach, Seat};
use crate::connection::Connection;
use crate::connection::drive::Event;
use crate::connection::execute::Lookup;
use crate::connection::executor::Sink;
use crate::connection::flight::Landed;
use crate::connection::settle::unheard;
use crate::error::{Error, Kind};
use crate::sql::Statement;
use crate::value::{Shape, SqlType};
use crate::wire::Rows;

/// Who has waited for more than this gets it at once, and not all rows together.
const MUCH: usize = 64 * 1024;

/// A buffer of more than this is given back.
const KEPT: usize = 16 * 1024;

/// So many buffers stay for answers to come.
const SPARES: usize = 16;

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

/// The pipeline of a lane.
#[derive(Default)]
pub(super) struct State {
    connection: Option<PooledConnection>,
    /// What was answered to those who wait.
    answers: Vec<Answer>,
    /// Buffers for answers to come.
    spare: Vec<Vec<u8>>,
    broken: Option<Broken>,
}

/// What was answered to a statement while it was not there to take it.
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

/// A flight that was sent.
pub(super) struct Launched {
    pub(super) flight: u64,
    /// Whether nothing is on its way before it.
    pub(super) is_first: bool,
    /// The types that it asks for, instead of doing what was to be sent.
    pub(super) lookup: Option<Lookup>,
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
        Seat::new(self)
    }

    /// Whether another statement may be sent behind those that are on their way.
    pub(super) fn takes_more(&self, now: u64) -> bool {
        let since = self.since.load(Relaxed);
        since != NEVER && now.saturating_sub(since) < PATIENCE && now < self.until
    }

    /// Gives up a seat. With the last one the connection goes back to the pool.
    pub(super) fn leave(self: &Arc<Self>) {
        if self.home.leave(self) {
            self.since.store(NEVER, Relaxed);
            let connection = self.lock().close();
            drop(connection);
        }
    }

    /// Something else is executed from now on.
    fn has_begun(&self) {
        self.since.store(self.home.now(), Relaxed);
    }

    pub(super) fn lock(&self) -> MutexGuard<'_, State> {
        // What panics is the decoder of a row, which was not taken then.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn waiting(&self) -> MutexGuard<'_, Vec<(u64, Waker)>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Remembers whom to wake for a flight.
    pub(super) fn watch(&self, flight: u64, waker: &Waker) {
        let mut waiting = self.waiting();
        match waiting.iter_mut().find(|(number, _)| *number == flight) {
            Some((_, known)) => known.clone_from(waker),
            None => waiting.push((flight, waker.clone())),
        }
    }

    pub(super) fn unwatch(&self, flight: u64) {
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
    pub(super) fn advance(&mut self, lane: &Arc<Lane>, own: u64) -> bool {
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
                // Behind those that were kept they come in their order.
                (Event::Rows, Some(answer)) if first == own && answer.rows.is_empty() => return Ok(true),
                (Event::Rows, Some(answer)) => {
                    connection.keep_rows(answer)?;
                    if answer.rows.len() > MUCH {
                        lane.call(first);
                    }
                }
                (Event::Landed(landed), Some(answer)) => {
                    lane.has_begun();
                    answer.landed = Some(landed);
                    lane.call(first);
                }
                (Event::Landed(landed), None) => {
                    lane.has_begun();
                    unheard(&landed);
                }
                (Event::Rows | Event::Suspended | Event::Copying, _) => {}
            }
        }
        Ok(false)
    }

    /// Sends a statement behind everything that is on its way, or the question for its types. Says which those are, and
    /// whether it is the first.
    pub(super) fn launch(
        &mut self,
        lane: &Lane,
        statement: &Statement,
        describe: fn(&mut Shape),
    ) -> Result<Launched, Failure> {
        if let Some(broken) = &self.broken {
            return Err(Failure { error: broken.error.for_another(), reach: Reach::Unsent });
        }
        let Some(connection) = &mut self.connection else { return Err(Error::new(Kind::Closed).into()) };
        let is_first = connection.session.flights.is_empty();
        if is_first {
            lane.has_begun();
        }
        let lookup = match connection.launch(statement, describe)? {
            None => None,
            Some(types) => {
                let types: Vec<SqlType> = types.into_iter().copied().collect();
                connection.launch_lookup(&types)?;
                Some(Lookup::new(types))
            }
        };
        let flight = connection.session.launched;
        let rows = self.spare.pop().unwrap_or_default();
        self.answers.push(Answer { flight, rows, width: 0, landed: None });
        Ok(Launched { flight, is_first, lookup })
    }

    /// Lets the sink have the rows at the start of the read buffer.
    pub(super) fn take_rows(&mut self, lane: &Arc<Lane>, sink: &mut dyn Sink) {
        let Some(connection) = &mut self.connection else { return };
        if let Err(error) = connection.take_rows(|chunk| sink.take(chunk)) {
            self.end(lane, error);
        }
    }

    /// Keeps the answer to a question for types.
    pub(super) fn learn(&mut self, lookup: &Lookup) -> Result<(), Error> {
        self.connection.as_mut().map_or(Ok(()), |connection| lookup.learn(&mut connection.session.types))
    }

    /// Ends everything that is on its way.
    pub(super) fn end(&mut self, lane: &Arc<Lane>, error: Error) {
        let first = self.connection.as_ref().and_then(|connection| connection.session.flights.front());
        let reused = self.connection.as_ref().is_some_and(PooledConnection::is_reused);
        self.broken.get_or_insert(Broken {
            ended: reused && error.ends_session(),
            begun: first.filter(|flight| flight.has_begun()).map(|flight| flight.number),
            error,
        });
        if let Some(connection) = &mut self.connection {
            connection.broken = true;
        }
        lane.since.store(NEVER, Relaxed);
        lane.wake_by_ref();
    }

    /// Why a flight will not be answered, if it will not.
    pub(super) fn failure(&self, flight: u64) -> Option<Failure> {
        let Broken { error, ended, begun } = self.broken.as_ref()?;
        let reach = if *ended && *begun != Some(flight) { Reach::Unbegun } else { Reach::Unknown };
        Some(Failure { error: error.for_another(), reach })
    }

    /// What a flight was answered since this was asked for last, and `None` of a flight that is not waited for.
    pub(super) fn answered(&mut self, flight: u64, rows: &mut Vec<u8>) -> Option<(u16, Option<Landed>)> {
        let answer = self.answers.iter_mut().find(|answer| answer.flight == flight)?;
        if !answer.rows.is_empty() {
            std::mem::swap(rows, &mut answer.rows);
        }
        let (width, landed) = (answer.width, answer.landed.take());
        if landed.is_some() {
            self.forget(flight);
        }
        Some((width, landed))
    }

    /// Nobody waits for a flight any more. Its rows are thrown away when they come.
    pub(super) fn forget(&mut self, flight: u64) {
        if let Some(at) = self.answers.iter().position(|answer| answer.flight == flight) {
            let Answer { rows, .. } = self.answers.swap_remove(at);
            self.spare(rows);
        }
    }

    /// Takes a buffer back.
    pub(super) fn spare(&mut self, mut rows: Vec<u8>) {
        if (1..=KEPT).contains(&rows.capacity()) && self.spare.len() < SPARES {
            rows.clear();
            self.spare.push(rows);
        }
    }

    /// Takes the connection out. Nobody sends anything any more.
    pub(super) fn close(&mut self) -> Option<PooledConnection> {
        self.broken = None;
        self.connection.take()
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
        if let Some(flight) = self.session.flights.front_mut() {
            self.session.limits.count(flight, taken);
        }
        self.input.consume(taken);
        Ok(())
    }
}

impl fmt::Debug for Lane {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Lane").field("waiting", &self.waiting().len()).finish_non_exhaustive()
    }
}
