//! Connections: they run statements and hand out rows.

mod advisory;
mod batch;
mod begin;
mod cache;
mod cancel;
mod check;
#[cfg(feature = "tokio-postgres-0_7")]
mod client;
mod collect;
mod config;
mod connect;
mod copy_in;
mod copy_out;
mod copy_rows;
mod copy_state;
mod counters;
mod describe;
mod drive;
mod each;
mod execute;
mod executor;
mod flight;
mod hosts;
mod input;
mod launch;
mod lease;
mod legs;
mod limits;
mod notice;
mod notify;
mod observe;
mod opening;
mod output;
mod part;
mod pipeline;
mod place;
mod pool;
mod portal;
mod resolve;
mod run_all;
mod script;
mod session;
mod settings;
mod settle;
mod start;
mod stream;
mod target;
mod tls;
mod transact;
mod transaction;
mod transport;
mod types;
mod within;

use std::fmt;
use std::future::poll_fn;
use std::io;
use std::pin::Pin;
use std::sync::Arc;

use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt};

pub use crate::wire::{Rows, TransactionStatus};
pub use advisory::{AdvisoryLock, LockKey};
pub use batch::Batch;
pub use begin::{Begin, IsolationLevel, TransactionBuilder, TransactionOptions};
pub use cancel::CancelToken;
#[cfg(feature = "tokio-postgres-0_7")]
pub use client::ClientExecution;
pub use collect::{Collect, Discard, First, Only};
pub use config::Config;
pub use copy_in::CopyIn;
pub use copy_out::{CopyOut, CopyOutRows};
pub use copy_rows::CopyInRows;
pub use counters::Counters;
pub use execute::Execution;
pub use executor::{Executor, Finish, IntoExecutor, Outcome, Run, Sink};
pub use notify::{Notification, Notifications};
pub use part::{AnyPart, Group, Part, Parts, Pipeline, Pipelined};
pub use pipeline::{PipelineEach, PipelineRun};
pub use place::{Place, Streams};
pub use pool::{HookFuture, Pool, PoolBuilder, PoolExecution, PoolStatus, PooledConnection};
pub use run_all::{RunAll, Work};
pub use stream::RowStream;
pub use tls::SslMode;
pub use transact::RetryPolicy;
pub use transaction::Transaction;
pub use within::Within;

use crate::error::{Error, Kind};
use crate::sql::Statement;
use crate::value::{Row, Shape};
use crate::wire::frontend;
use cancel::Origin;
use input::Input;
use output::Output;
use session::Session;
use transport::Transport;

/// A connection to a PostgreSQL server.
///
/// It does its work inside the futures that it hands out; there is no task in the background. All it knows is in
/// itself and none in those futures, so any of them can be dropped at any time: the next use first finishes what
/// was left, and never sees rows of an earlier statement.
///
/// A statement that is executed for the first time is prepared, described and executed in one round trip, and
/// kept prepared (see [`set_statement_capacity`](Connection::set_statement_capacity)).
///
/// # Examples
///
/// ```no_run
/// # async fn example() -> Result<(), piton::Error> {
/// use piton::connection::Connection;
///
/// let mut connection = Connection::connect("postgres://localhost/app").await?;
/// connection.batch("CREATE TABLE person (id int4); INSERT INTO person VALUES (1)").await?;
/// connection.close().await?;
/// # Ok(())
/// # }
/// ```
pub struct Connection {
    transport: Box<dyn Transport>,
    input: Input,
    output: Output,
    session: Session,
    process_id: u32,
    /// What a cancel request has to show.
    secret: Arc<[u8]>,
    /// How to reach the server again, if the connection was made here.
    origin: Option<Arc<Origin>>,
    /// Why writing failed, until reading has told more.
    write_error: Option<io::Error>,
    /// The protocol cannot be continued.
    broken: bool,
}

impl Connection {
    /// Connects as a connection string says: a URL or keywords and values, see [`Config`].
    ///
    /// Hosts are tried in their order, each with all its addresses. `connect_timeout` limits the time for each of them:
    /// socket, TLS, and login. Without a user, the one that runs the program is taken.
    ///
    /// # Errors
    ///
    /// The string cannot be parsed or asks for what cannot be had; no host can be reached, or none is what is asked
    /// for; the server refuses the login, or cannot prove who it is; the time is up.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn example() -> Result<(), piton::Error> {
    /// use piton::connection::Connection;
    ///
    /// let connection = Connection::connect("host=/run/postgresql user=app connect_timeout=5").await?;
    /// # Ok(())
    /// # }
    /// ```
    pub async fn connect(url: &str) -> Result<Connection, Error> {
        Self::connect_with(url.parse::<Config>()?).await
    }

    /// As [`connect`](Connection::connect), with a [`Config`], or with a [`tokio_postgres::Config`] that is taken as
    /// it is.
    ///
    /// # Errors
    ///
    /// As [`connect`](Connection::connect).
    pub async fn connect_with(config: impl Into<Config>) -> Result<Connection, Error> {
        connect::connect(&config.into()).await
    }

    /// Logs in over any transport that is already open. Hosts, sockets and TLS are the business of whoever opened it, as
    /// is that nobody reads along: a password is sent in the clear if the server asks for it.
    ///
    /// # Errors
    ///
    /// The server refuses the login, or the time of `connect_timeout` is up.
    pub async fn from_stream<S>(stream: S, config: impl Into<Config>) -> Result<Connection, Error>
    where
        S: AsyncRead + AsyncWrite + Send + Unpin + 'static,
    {
        connect::login_over(Box::new(stream), &config.into()).await
    }

    /// Executes a statement and hands out its rows one by one. Nothing is sent before the first one is asked for.
    ///
    /// `describe` is that of [`Executor::run`].
    pub fn stream<R: Row>(&mut self, statement: Statement, describe: fn(&mut Shape)) -> RowStream<'_, R> {
        self.place().stream(statement, describe)
    }

    /// Finishes what dropped futures have left unfinished, and rolls dropped transactions back, which every other use does
    /// by itself.
    ///
    /// # Errors
    ///
    /// The connection breaks.
    pub async fn settle(&mut self) -> Result<(), Error> {
        poll_fn(|context| self.poll_settle(context, 0)).await
    }

    /// Whether the connection is broken and nothing can be done with it any more. That the server has closed it
    /// shows at the next use.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        self.broken
    }

    /// Whether something is left of dropped futures and transactions, which the next use will finish.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        !self.session.flights.is_empty() || self.session.depth > 0 || !self.session.unlocks.is_empty()
    }

    /// Whether the connection is inside a transaction, as of the last statement that was finished.
    #[must_use]
    pub fn transaction_status(&self) -> TransactionStatus {
        self.session.status
    }

    /// A setting of the server that it reports by itself, such as `server_version`.
    #[must_use]
    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.session.parameters.get(name).map(|value| &**value)
    }

    /// The number of the server's process, as in `pg_stat_activity.pid`.
    #[must_use]
    pub fn process_id(&self) -> u32 {
        self.process_id
    }

    /// How much went over the connection.
    #[must_use]
    pub fn counters(&self) -> Counters {
        self.session.counters
    }

    /// Limits how many statements are kept prepared: 256 unless it is said otherwise. The one that was used the longest
    /// ago makes room.
    ///
    /// With zero none is kept, and none gets a name: each is prepared anew in the round trip that executes it. That is
    /// for [poolers](Config#poolers) that know no prepared statements.
    pub fn set_statement_capacity(&mut self, capacity: usize) {
        self.session.statements.set_capacity(capacity);
        if self.session.statements.keeps_none() {
            self.session.closes.extend(self.session.statements.take_known());
        }
    }

    /// Says goodbye and closes the connection. Dropping it closes it, too.
    ///
    /// # Errors
    ///
    /// The connection breaks, or is broken.
    pub async fn close(mut self) -> Result<(), Error> {
        if self.output.is_due() {
            self.settle().await?;
        }
        if self.broken {
            return Err(Error::new(Kind::Closed));
        }
        self.output.append(|out| {
            frontend::terminate(out);
            Ok(())
        })?;
        poll_fn(|context| self.output.poll_flush(&mut *self.transport, context)).await.map_err(Error::io)?;
        Pin::new(&mut self.transport).shutdown().await.map_err(Error::io)
    }
}

impl fmt::Debug for Connection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Connection")
            .field("process_id", &self.process_id)
            .field("status", &self.session.status)
            .field("broken", &self.broken)
            .field("flights", &self.session.flights.len())
            .finish_non_exhaustive()
    }
}
