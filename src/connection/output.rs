//! The write buffer.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use super::transport::Transport;
use crate::error::Error;

/// More than this is given back once so much was not needed.
const KEPT: usize = 64 * 1024;

/// More than this is given back once it is written.
const MOST: usize = 1024 * 1024;

/// Bytes to be sent, and how many of them are.
#[derive(Debug, Default)]
pub(super) struct Output {
    bytes: Vec<u8>,
    written: usize,
}

impl Output {
    /// Appends messages: all that `write` appends, or nothing if it fails.
    pub(super) fn append(
        &mut self,
        write: impl FnOnce(&mut Vec<u8>) -> Result<(), Error>,
    ) -> Result<usize, Error> {
        let start = self.bytes.len();
        if let Err(error) = write(&mut self.bytes) {
            self.bytes.truncate(start);
            return Err(error);
        }
        Ok(self.bytes.len() - start)
    }

    /// Whether something waits to be sent.
    pub(super) fn is_due(&self) -> bool {
        !self.bytes.is_empty()
    }

    /// How many bytes wait to be sent.
    pub(super) fn due(&self) -> usize {
        self.bytes.len() - self.written.min(self.bytes.len())
    }

    /// Sends what is due.
    pub(super) fn poll_flush(
        &mut self,
        transport: &mut dyn Transport,
        context: &mut Context<'_>,
    ) -> Poll<io::Result<()>> {
        while let Some(rest) = self.bytes.get(self.written..).filter(|rest| !rest.is_empty()) {
            let count = ready!(Pin::new(&mut *transport).poll_write(context, rest))?;
            if count == 0 {
                return Poll::Ready(Err(io::ErrorKind::WriteZero.into()));
            }
            self.written += count;
        }
        ready!(Pin::new(transport).poll_flush(context))?;
        self.clear();
        Poll::Ready(Ok(()))
    }

    /// Forgets what was not sent.
    pub(super) fn clear(&mut self) {
        let (used, capacity) = (self.bytes.len(), self.bytes.capacity());
        self.bytes.clear();
        self.written = 0;
        // Who sends much once mostly does it again, and new memory costs more than what is written into it.
        if capacity > MOST || (capacity > KEPT && used < capacity / 8) {
            self.bytes.shrink_to(0);
        }
    }
}
