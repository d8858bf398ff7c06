//! Cancelling what a connection does, from elsewhere.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};

use super::hosts::{Address, Host};
use super::{Config, Connection, connect};
use crate::error::{Error, Kind};
use crate::wire::frontend;

/// How long a request may take, unless the configuration has a `connect_timeout`.
const LIMIT: Duration = Duration::from_secs(10);

/// How a connection was made, to reach the same server again in the same way.
#[derive(Debug)]
pub(super) struct Origin {
    pub(super) config: Config,
    pub(super) host: Host,
    pub(super) address: Address,
    pub(super) encrypted: bool,
}

/// What the server has to be shown to cancel what a connection does. Made by [`Connection::cancel_token`].
///
/// It can be sent to another task, and outlive the connection.
///
/// # Examples
///
/// ```no_run
/// use piton::prelude::*;
///
/// # async fn example() -> Result<(), piton::Error> {
/// let mut connection = Connection::connect("postgres://localhost/app").await?;
/// let token = connection.cancel_token();
/// tokio::spawn(async move {
///     tokio::time::sleep(std::time::Duration::from_secs(5)).await;
///     token.cancel().await
/// });
/// let error = sql!("SELECT pg_sleep(60)").execute(&mut connection).await.unwrap_err();
/// assert!(error.is_cancelled());
/// # Ok(()) }
/// ```
#[derive(Clone)]
pub struct CancelToken {
    origin: Option<Arc<Origin>>,
    process_id: u32,
    secret: Arc<[u8]>,
}

impl Connection {
    /// What cancels the statement that the connection executes: see the manual's page "Message Flow", section
    /// "Canceling Requests in Progress".
    #[must_use]
    pub fn cancel_token(&self) -> CancelToken {
        CancelToken { origin: self.origin.clone(), process_id: self.process_id, secret: self.secret.clone() }
    }

    /// Cancels the statement that is executed, whose end nobody awaits, and sees to it that the request cannot hit
    /// another one.
    pub(super) async fn cancel_and_settle(&mut self) -> Result<(), Error> {
        self.cancel_token().cancel().await?;
        self.settle().await?;
        // The server has passed the request on, so that it has hit what was executed, or hits this, or nothing.
        match self.batch("").await {
            Err(error) if !error.is_cancelled() => Err(error),
            _ => Ok(()),
        }
    }
}

impl CancelToken {
    /// Asks the server to cancel what the connection does, over a connection of its own: to the same address, and with TLS
    /// by the same rules if that has it.
    ///
    /// The statement fails with SQLSTATE 57014 ([`is_cancelled`](Error::is_cancelled)), unless it is over before. When
    /// this is ready the server has passed the request on: a statement that is sent right then may still be hit, and
    /// none after it. Dropped in the middle, the request may hit any later statement.
    ///
    /// # Errors
    ///
    /// The server cannot be reached, the time is up (that of `connect_timeout`, else ten seconds), or the connection
    /// was made [over a transport of somebody else](Connection::from_stream): then see
    /// [`cancel_over`](CancelToken::cancel_over).
    pub async fn cancel(&self) -> Result<(), Error> {
        let Some(origin) = &self.origin else {
            return Err(Error::new(Kind::Statement(
                "the connection was made over a transport of somebody else: open another one for `cancel_over`".into(),
            )));
        };
        let limit = origin.config.base.get_connect_timeout().copied().unwrap_or(LIMIT);
        let send = async { self.cancel_over(connect::reach(origin).await?).await };
        match tokio::time::timeout(limit, send).await {
            Ok(sent) => sent,
            Err(_) => Err(Error::new(Kind::Timeout("while a statement was being cancelled"))),
        }
    }

    /// As [`cancel`](CancelToken::cancel), over a transport that is already open: to the same server, with TLS if the
    /// connection has it.
    ///
    /// # Errors
    ///
    /// The transport breaks before the request was sent.
    pub async fn cancel_over<S: AsyncRead + AsyncWrite + Unpin>(
        &self,
        mut transport: S,
    ) -> Result<(), Error> {
        let mut request = Vec::with_capacity(16);
        frontend::cancel_request(&mut request, self.process_id, &self.secret)?;
        transport.write_all(&request).await.map_err(Error::io)?;
        transport.flush().await.map_err(Error::io)?;
        // The server hangs up when it has passed the request on. That it does so in a rude way changes nothing.
        let mut rest = [0; 16];
        while matches!(transport.read(&mut rest).await, Ok(1..)) {}
        Ok(())
    }
}

impl fmt::Debug for CancelToken {
    /// The secret is not shown.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CancelToken").field("process_id", &self.process_id).finish_non_exhaustive()
    }
}
