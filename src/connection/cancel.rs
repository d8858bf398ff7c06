//! Cancelling what a connection does, from elsewhere.

use std::fmt;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};

use super::Connection;
use crate::error::Error;
use crate::wire::frontend;

/// What the server has to be shown to cancel what a connection does. Made by [`Connection::cancel_token`].
///
/// It can be sent to another task, and outlive the connection.
#[derive(Clone)]
pub struct CancelToken {
    process_id: u32,
    secret: Box<[u8]>,
}

impl Connection {
    /// What cancels the statement that the connection executes: see the manual's page "Message Flow", section
    /// "Canceling Requests in Progress".
    #[must_use]
    pub fn cancel_token(&self) -> CancelToken {
        CancelToken { process_id: self.process_id, secret: self.secret.clone() }
    }
}

impl CancelToken {
    /// Asks the server to cancel what the connection does, over a transport of its own: open one to the same server, with
    /// TLS if the connection has it.
    ///
    /// The statement fails with SQLSTATE 57014, unless it is over before. When this is ready the server has passed the
    /// request on: a statement that is sent right then may still be hit, and none after it. Dropped in the middle, the
    /// request may hit any later statement.
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
