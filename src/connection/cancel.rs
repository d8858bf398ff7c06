//! Asking the server to stop what a connection executes.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};

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

/// Asks the server to stop what a connection executes, from [`Connection::cancel_token`].
///
/// It can be kept and sent anywhere, and used while the connection is in use, which is what it is for. See
/// "Canceling Requests in Progress" on the page "Message Flow" of PostgreSQL's manual.
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
/// assert!(error.is_canceled());
/// # Ok(()) }
/// ```
#[derive(Clone)]
pub struct CancelToken {
    origin: Option<Arc<Origin>>,
    process_id: u32,
    secret: Arc<[u8]>,
}

impl CancelToken {
    /// Sends the request over a connection of its own, encrypted if the other one is, and by the same rules. When the
    /// future is ready the server has passed the request on, which says nothing about what became of it.
    ///
    /// A statement that is stopped fails with an error for which [`is_canceled`](Error::is_canceled) is true. A request
    /// that comes too late for one statement can stop the next one of the same connection.
    ///
    /// # Errors
    ///
    /// The server cannot be reached, the time is up (that of `connect_timeout`, else ten seconds), or it is a connection
    /// [over a transport of somebody else](Connection::from_stream).
    pub async fn cancel(&self) -> Result<(), Error> {
        let Some(origin) = &self.origin else {
            return Err(Error::new(Kind::Statement(
                "the connection was made over a transport of somebody else, who alone can open another one"
                    .into(),
            )));
        };
        let limit = origin.config.base.get_connect_timeout().copied().unwrap_or(LIMIT);
        match tokio::time::timeout(limit, self.send(origin)).await {
            Ok(sent) => sent,
            Err(_) => Err(Error::new(Kind::Timeout("while a statement was being canceled"))),
        }
    }

    async fn send(&self, origin: &Origin) -> Result<(), Error> {
        let mut transport = connect::reach(origin).await?;
        let mut request = Vec::new();
        frontend::cancel_request(&mut request, self.process_id, &self.secret);
        transport.write_all(&request).await.map_err(Error::io)?;
        transport.flush().await.map_err(Error::io)?;
        // The server says nothing and hangs up, when it has passed the request on. How it hangs up does not matter.
        let mut end = [0];
        while transport.read(&mut end).await.is_ok_and(|count| count > 0) {}
        Ok(())
    }
}

impl Connection {
    /// What can ask the server to stop what this connection executes.
    #[must_use]
    pub fn cancel_token(&self) -> CancelToken {
        CancelToken { origin: self.origin.clone(), process_id: self.process_id, secret: self.secret.clone() }
    }

    /// Stops the statement that is executed, whose end is not awaited, and sees to it that the request cannot hit
    /// another one.
    pub(super) async fn cancel_and_settle(&mut self) -> Result<(), Error> {
        self.cancel_token().cancel().await?;
        self.settle().await?;
        // The server has passed the request on, so that it has hit what was executed, or hits this, or nothing.
        match self.batch("").await {
            Err(error) if !error.is_canceled() => Err(error),
            _ => Ok(()),
        }
    }
}

impl fmt::Debug for CancelToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CancelToken").field("process_id", &self.process_id).finish_non_exhaustive()
    }
}
