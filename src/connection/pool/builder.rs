//! The settings of a pool.

use std::fmt;
use std::time::Duration;

use deadpool::Runtime;
use deadpool::managed::{self, QueueMode};

use super::Pool;
use super::lanes::Lanes;
use super::manager::{Hook, HookFuture, Manager};
use crate::connection::{Config, Connection, settings};
use crate::error::Error;

/// More sessions than a server of PostgreSQL can have.
const MOST: usize = 262_143;

/// The settings of a [`Pool`], from [`Pool::builder`].
///
/// # Examples
///
/// ```no_run
/// use std::time::Duration;
///
/// use piton::prelude::*;
///
/// # async fn example() -> Result<(), piton::Error> {
/// let pool = Pool::builder()
///     .max_size(20)
///     .wait_timeout(Duration::from_secs(3))
///     .after_connect(|connection| {
///         Box::pin(async move { connection.batch("SET statement_timeout = '10s'").await })
///     })
///     .connect("postgres://localhost/app")
///     .await?;
/// # Ok(()) }
/// ```
#[must_use]
pub struct PoolBuilder {
    max_size: usize,
    wait: Option<Duration>,
    create: Option<Duration>,
    recycle: Option<Duration>,
    cancel: Option<Duration>,
    idle: Option<Duration>,
    lifetime: Option<Duration>,
    reset: bool,
    statements: Option<usize>,
    shared: usize,
    hook: Option<Box<Hook>>,
}

impl PoolBuilder {
    pub(super) fn new() -> Self {
        PoolBuilder {
            max_size: 10,
            wait: Some(Duration::from_secs(30)),
            create: Some(Duration::from_secs(30)),
            recycle: Some(Duration::from_secs(5)),
            cancel: Some(Duration::from_millis(250)),
            idle: Some(Duration::from_mins(10)),
            lifetime: Some(Duration::from_mins(30)),
            reset: false,
            statements: None,
            shared: 16,
            hook: None,
        }
    }

    /// How many connections there may be: 10 unless it is said otherwise, and one at least.
    pub fn max_size(mut self, size: usize) -> Self {
        self.max_size = size.clamp(1, MOST);
        self
    }

    /// How long to wait for a connection while all are in use: 30 seconds unless it is said otherwise, forever with
    /// `None`, not at all with zero.
    pub fn wait_timeout(mut self, limit: impl Into<Option<Duration>>) -> Self {
        self.wait = limit.into();
        self
    }

    /// How long it may take to make a connection, with the hook after it: 30 seconds unless it is said otherwise,
    /// forever with `None`. `connect_timeout` of the connection string holds, too.
    pub fn create_timeout(mut self, limit: impl Into<Option<Duration>>) -> Self {
        self.create = limit.into();
        self
    }

    /// How long a connection that comes back unfinished may take until it is usable, before it is closed: 5 seconds
    /// unless it is said otherwise, forever with `None`. Meanwhile it counts as in use.
    ///
    /// It comes back unfinished from a query that was dropped half-way, or inside a transaction.
    pub fn recycle_timeout(mut self, limit: impl Into<Option<Duration>>) -> Self {
        self.recycle = limit.into();
        self
    }

    /// When a statement that nobody waits for any more, because its future was dropped, is stopped on the server: after
    /// a quarter of a second unless it is said otherwise, never with `None`.
    ///
    /// The connection is lent again only when it is certain that the request to stop cannot hit what comes next.
    pub fn cancel_after(mut self, limit: impl Into<Option<Duration>>) -> Self {
        self.cancel = limit.into();
        self
    }

    /// When a connection that nobody uses is closed: after ten minutes unless it is said otherwise, never with `None`.
    pub fn idle_timeout(mut self, limit: impl Into<Option<Duration>>) -> Self {
        self.idle = limit.into();
        self
    }

    /// When a connection is closed because of its age, as soon as nobody uses it: after thirty minutes unless it is said
    /// otherwise, never with `None`. Each gets a time of its own that is up to a tenth shorter, so that not all are made
    /// anew at once.
    pub fn max_lifetime(mut self, limit: impl Into<Option<Duration>>) -> Self {
        self.lifetime = limit.into();
        self
    }

    /// Whether what a session has of its own is undone when a connection comes back: settings, role, temporary tables,
    /// cursors, advisory locks, `LISTEN`. Off unless it is asked for, because it costs the server a round trip each
    /// time that the connection was used; nobody waits for it.
    ///
    /// It does what [`DISCARD ALL`](https://www.postgresql.org/docs/current/sql-discard.html) does, but keeps prepared
    /// statements. [`after_connect`](Self::after_connect) runs again after it.
    pub fn reset(mut self, reset: bool) -> Self {
        self.reset = reset;
        self
    }

    /// How many statements each connection keeps prepared, see
    /// [`set_statement_capacity`](Connection::set_statement_capacity).
    pub fn statement_capacity(mut self, capacity: usize) -> Self {
        self.statements = Some(capacity);
        self
    }

    /// How many queries on `&pool` may be on their way on one connection at the same time: 16 unless it is said otherwise,
    /// each on a connection of its own with 1. See "Connections that are shared" at [`Pool`].
    ///
    /// More of them wait, for [`wait_timeout`](Self::wait_timeout), in their order. With [`reset`](Self::reset) nothing
    /// is shared.
    pub fn max_shared(mut self, queries: usize) -> Self {
        self.shared = queries.max(1);
        self
    }

    /// What to do with each new connection before anybody gets it, such as settings of its session. An error is that of
    /// whoever asked for the connection.
    pub fn after_connect<F>(mut self, hook: F) -> Self
    where
        F: for<'c> Fn(&'c mut Connection) -> HookFuture<'c> + Send + Sync + 'static,
    {
        self.hook = Some(Box::new(hook));
        self
    }

    /// Makes the pool and opens its first connection.
    ///
    /// # Errors
    ///
    /// As [`Connection::connect`], those of the hook, and when the time is up.
    pub async fn connect(self, url: &str) -> Result<Pool, Error> {
        self.connect_with(url.parse::<Config>()?).await
    }

    /// As [`connect`](Self::connect), with a configuration.
    ///
    /// # Errors
    ///
    /// As [`connect`](Self::connect).
    pub async fn connect_with(self, config: impl Into<Config>) -> Result<Pool, Error> {
        let pool = self.build_with(config)?;
        drop(pool.acquire().await?);
        Ok(pool)
    }

    /// Makes the pool and connects when the first connection is needed.
    ///
    /// # Errors
    ///
    /// The connection string cannot be used.
    pub fn build(self, url: &str) -> Result<Pool, Error> {
        self.build_with(url.parse::<Config>()?)
    }

    /// As [`build`](Self::build), with a configuration.
    ///
    /// # Errors
    ///
    /// As [`build`](Self::build).
    pub fn build_with(self, config: impl Into<Config>) -> Result<Pool, Error> {
        let config = config.into();
        settings::check(&config)?;
        let manager = Manager {
            hook: self.hook,
            reset: self.reset,
            recycle: self.recycle,
            cancel: self.cancel,
            idle: self.idle,
            lifetime: self.lifetime,
            statements: self.statements,
            ..Manager::new(config, Lanes::new(self.max_size, if self.reset { 1 } else { self.shared }))
        };
        let pool = managed::Pool::builder(manager)
            .max_size(self.max_size)
            // The others can grow old.
            .queue_mode(QueueMode::Lifo)
            .wait_timeout(self.wait)
            .create_timeout(self.create)
            .runtime(Runtime::Tokio1)
            .build();
        match pool {
            Ok(inner) => Ok(Pool { inner }),
            // There is a runtime, which is all that it asks for.
            Err(_) => Err(settings::cannot("the pool has no runtime for its timeouts")),
        }
    }
}

impl fmt::Debug for PoolBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PoolBuilder")
            .field("max_size", &self.max_size)
            .field("wait_timeout", &self.wait)
            .field("create_timeout", &self.create)
            .field("recycle_timeout", &self.recycle)
            .field("cancel_after", &self.cancel)
            .field("idle_timeout", &self.idle)
            .field("max_lifetime", &self.lifetime)
            .field("reset", &self.reset)
            .field("statement_capacity", &self.statements)
            .field("max_shared", &self.shared)
            .finish_non_exhaustive()
    }
}
