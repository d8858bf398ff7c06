//! What carries the bytes.

use std::fmt;

use tokio::io::{AsyncRead, AsyncWrite};

/// Anything that bytes go through both ways: a socket, or something around one.
pub(super) trait Transport: AsyncRead + AsyncWrite + Send + Unpin {}

impl<S: AsyncRead + AsyncWrite + Send + Unpin> Transport for S {}

impl fmt::Debug for dyn Transport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Transport")
    }
}
