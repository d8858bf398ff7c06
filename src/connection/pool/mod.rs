//! The pool: connections that are kept open, and lent.

mod builder;
mod executor;
mod lane;
mod lanes;
mod manager;
mod pooled;
mod seat;
mod status;
mod sweep;
mod transaction;

use std::fmt;
use std::future::Future;
use std::pin::pin;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering::Relaxed;
use std::task::{Context, Poll};
use std::time::Duration;

use deadpool::managed::{self, PoolError, TimeoutType, Timeouts};
use tokio::sync::OwnedSemaphorePermit;
use tokio::time::Instant;
use tokio_postgres::error::SqlState;

pub use builder::PoolBuilder;
pub use executor::PoolExecution;
pub use manager::HookFuture;
pub use pooled::PooledConnection;
pub use status::PoolStatus;

use crate::error::{Error, Kind};
use manager::Manager;

/// Between two attempts to connect to a server that has no place for a session yet.
const SHORTEST_PAUSE: Duration = Duration::from_millis(10);
const LONGEST_PAUSE: Duration = Duration::from_secs(1);

/// Connections to one database, kept open and lent to whoever asks for one. Clones are the same pool.
///
/// Queries run on `&pool`: the query waits for a connection, runs, and gives it back. [`acquire`](Pool::acquire) lends a
/// connection for several statements, for a stream, or for a transaction.
///
/// Whoever waits gets a connection in the order of asking. Who stops waiting, or drops a query half-way, loses
/// nothing of the pool: a connection that is given back goes to others only after the server has said that it is
/// outside a transaction and nothing is left to read. A task in the background sees to that: it
/// [stops](PoolBuilder::cancel_after) what is still executed, and rolls back, for as long as
/// [`recycle_timeout`](PoolBuilder::recycle_timeout) allows; after that, the connection is closed. While
/// a thread panics, or where no tokio runtime is at hand, it is closed at once.
///
/// # Connections that died while nobody used them
///
/// Before a connection is lent, what has arrived on it is read. If the server has closed it or said that it is about
/// to, it is thrown away and another one is lent. A query on `&pool` is sent once more, on another connection, if the
/// server ends the session between that look and the query, and says so (`57P01`, `57P05`) before it has confirmed
/// `Bind`: what comes after `Bind` was not executed then, because the server's answers come in the order of what
/// it does. Every other failure is reported and nothing is repeated, because the query may have been executed.
///
/// # Connections that are shared
///
/// A query on `&pool` that needs no session of its own takes an idle connection, or a new one. When there can be no more
/// it is sent behind the queries of others on a connection that is in use, and its answer comes after theirs: so many
/// tasks use few connections without waiting for each other's round trips. These are the queries of piton that only
/// read, run by `all`, `one`, `exactly_one`, `optional` and `execute`: a SELECT without locks of rows, raw SQL, or
/// functions that the program declares. Each has its own transaction, and no error, no panic and no dropped future of
/// one of them is noticed by the others.
///
/// What they share is the connection's time. Nothing is sent behind a query that has been executed for 20 milliseconds,
/// and [`max_shared`](PoolBuilder::max_shared) limits how many there are; with 1, nothing is shared. For who waits for a connection of
/// its own, such as a transaction, nothing more is sent on one of them, until it is free.
///
/// # Examples
///
/// ```no_run
/// use piton::prelude::*;
/// # #[derive(Table)] struct Person { #[column(primary_key)] id: i32, age: i32 }
/// # async fn example() -> Result<(), piton::Error> {
///
/// let pool = Pool::connect("postgres://localhost/app").await?;
/// let people = select(Person).filter(Person::age.gt(18)).all(&pool).await?;
///
/// let mut connection = pool.acquire().await?;
/// let mut rows = select(Person).stream(&mut connection);
/// # Ok(()) }
/// ```
#[derive(Clone)]
pub struct Pool {
    inner: managed::Pool<Manager>,
}

impl Pool {
    /// Makes a pool of up to ten connections and opens the first; see [`builder`](Pool::builder) for more.
    ///
    /// # Errors
    ///
    /// As [`Connection::connect`](super::Connection::connect).
    pub async fn connect(url: &str) -> Result<Pool, Error> {
        Pool::builder().connect(url).await
    }

    /// Starts with the usual settings of a pool.
    pub fn builder() -> PoolBuilder {
        PoolBuilder::new()
    }

    /// Lends a connection: an idle one, else a new one, else the first that is given back.
    ///
    /// Dropping the future gives up the place in the queue and nothing else.
    ///
    /// While the server has no place for another session (`53300`), or is starting (`57P03`), this tries again for as
    /// long as [`create_timeout`](PoolBuilder::create_timeout) allows, with pauses that grow from ten milliseconds to a
    /// second.
    ///
    /// # Errors
    ///
    /// [`wait_timeout`](PoolBuilder::wait_timeout) or [`create_timeout`](PoolBuilder::create_timeout) is over
    /// ([`is_timeout`](Error::is_timeout)); the pool is closed ([`is_pool_closed`](Error::is_pool_closed)); or a
    /// new connection cannot be made.
    pub async fn acquire(&self) -> Result<PooledConnection, Error> {
        let _alone = Waiting::new(&self.inner.manager().counts.alone);
        self.wait_for_connection().await
    }

    async fn wait_for_connection(&self) -> Result<PooledConnection, Error> {
        let start = Instant::now();
        let mut pause = SHORTEST_PAUSE;
        loop {
            match self.inner.get().await {
                Ok(object) => return Ok(self.lend(object)),
                Err(PoolError::Backend(error))
                    if is_temporary(&error)
                        && self.inner.timeouts().create.is_none_or(|limit| start.elapsed() < limit) => {}
                Err(error) => return Err(self.failed(error)),
            }
            tokio::time::sleep(self.inner.manager().shorten(pause, 2)).await;
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
    }

    /// A place among those who share connections.
    async fn acquire_place(&self) -> Result<OwnedSemaphorePermit, Error> {
        let Manager { lanes, counts, .. } = self.inner.manager();
        let _queued = Waiting::new(&counts.queued);
        let place = lanes.seats.clone().acquire_owned();
        let place = match self.inner.timeouts().wait {
            None => place.await,
            Some(limit) => match tokio::time::timeout(limit, place).await {
                Ok(place) => place,
                Err(_) => return Err(self.failed(PoolError::Timeout(TimeoutType::Wait))),
            },
        };
        place.map_err(|_| Error::new(Kind::PoolClosed))
    }

    /// An idle connection, if it can be had at once.
    fn get_idle(&self, context: &mut Context<'_>) -> Option<PooledConnection> {
        if self.inner.status().available == 0 {
            return None;
        }
        // It is polled once. Lending an idle connection never waits, and making one does nothing at its first poll.
        let timeouts = Timeouts { wait: Some(Duration::ZERO), create: None, recycle: None };
        match pin!(self.inner.timeout_get(&timeouts)).poll(context) {
            Poll::Ready(Ok(object)) => Some(self.lend(object)),
            Poll::Ready(Err(_)) | Poll::Pending => None,
        }
    }

    fn lend(&self, object: managed::Object<Manager>) -> PooledConnection {
        self.inner.manager().counts.lent.fetch_add(1, Relaxed);
        sweep::ensure(&self.inner);
        PooledConnection::new(object)
    }

    #[cold]
    fn failed(&self, error: PoolError<Error>) -> Error {
        match error {
            PoolError::Backend(error) => error,
            PoolError::Timeout(TimeoutType::Wait) => {
                self.inner.manager().counts.timeouts.fetch_add(1, Relaxed);
                let PoolStatus { max_size, size, waiting, .. } = self.status();
                Error::with_source(
                    Kind::Timeout("while waiting for a connection of the pool"),
                    format!(
                        "{size} of at most {max_size} connections are open and in use, {waiting} others wait"
                    ),
                )
            }
            PoolError::Timeout(TimeoutType::Create) => {
                self.inner.manager().counts.timeouts.fetch_add(1, Relaxed);
                Error::new(Kind::Timeout("while connecting"))
            }
            PoolError::Timeout(TimeoutType::Recycle)
            | PoolError::Closed
            | PoolError::NoRuntimeSpecified
            | PoolError::PostCreateHook(_) => Error::new(Kind::PoolClosed),
        }
    }

    /// Runs a script on one connection, see [`Connection::batch`](super::Connection::batch).
    ///
    /// # Errors
    ///
    /// As [`Connection::batch`](super::Connection::batch) and [`acquire`](Pool::acquire).
    pub async fn batch(&self, sql: &str) -> Result<(), Error> {
        self.acquire().await?.batch(sql).await
    }

    /// Opens connections until there are `count`, or as many as the pool may have, so that the first queries need not
    /// wait for them.
    ///
    /// # Errors
    ///
    /// As [`acquire`](Pool::acquire). What was opened until then stays open.
    pub async fn warm_up(&self, count: usize) -> Result<(), Error> {
        let mut lent = Vec::new();
        while self.status().size < count.min(self.status().max_size) {
            lent.push(self.acquire().await?);
        }
        Ok(())
    }

    /// What the pool has and does, as of now.
    #[must_use]
    pub fn status(&self) -> PoolStatus {
        PoolStatus::new(self.inner.status(), &self.inner.manager().counts)
    }

    /// Closes the pool and its idle connections. Who waits for one gets an error at once, as do all who ask later
    /// ([`is_pool_closed`](Error::is_pool_closed)). Connections that are lent can be used on, and are closed when they
    /// are given back.
    pub fn close(&self) {
        // Connections are dropped outside of the pool's lock.
        drop(self.inner.retain(|_, _| false));
        self.inner.close();
        self.inner.manager().lanes.seats.close();
    }

    /// Whether the pool was closed.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        self.inner.is_closed()
    }
}

/// One of those who wait for something.
struct Waiting<'p>(&'p AtomicUsize);

impl<'p> Waiting<'p> {
    fn new(count: &'p AtomicUsize) -> Self {
        count.fetch_add(1, Relaxed);
        Waiting(count)
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Relaxed);
    }
}

/// Whether the server said that it has no place for a session now.
fn is_temporary(error: &Error) -> bool {
    let states = [SqlState::TOO_MANY_CONNECTIONS, SqlState::CANNOT_CONNECT_NOW];
    error.sqlstate().is_some_and(|state| states.contains(state))
}

impl fmt::Debug for Pool {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pool").field("status", &self.status()).finish_non_exhaustive()
    }
}
