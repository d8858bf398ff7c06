//! The read buffer.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use tokio::io::ReadBuf;

use super::transport::Transport;

/// What the buffer starts with and returns to. The server writes 8 KiB at a time, so more only helps when the
/// client lags behind.
const USUAL: usize = 32 * 1024;

/// Bytes that have arrived and were not taken yet. All of `bytes` is initialised once, so that reading into it
/// costs nothing else.
#[derive(Debug)]
pub(super) struct Input {
    bytes: Vec<u8>,
    start: usize,
    end: usize,
}

impl Input {
    pub(super) fn new() -> Self {
        Input { bytes: vec![0; USUAL], start: 0, end: 0 }
    }

    /// What has arrived and was not taken yet.
    #[inline]
    pub(super) fn unread(&self) -> &[u8] {
        self.bytes.get(self.start..self.end).unwrap_or_default()
    }

    /// Takes bytes off the front.
    #[inline]
    pub(super) fn consume(&mut self, count: usize) {
        self.start = self.end.min(self.start + count);
    }

    /// Reads what there is, and says how many bytes that was: 0 at the end of the stream.
    ///
    /// Call it when no complete message is left. The buffer grows with the bytes that have arrived, never to a
    /// length that a message announces.
    pub(super) fn poll_fill(
        &mut self,
        transport: &mut dyn Transport,
        context: &mut Context<'_>,
    ) -> Poll<io::Result<usize>> {
        self.make_room();
        let mut room = ReadBuf::new(self.bytes.get_mut(self.end..).unwrap_or_default());
        ready!(Pin::new(transport).poll_read(context, &mut room))?;
        let count = room.filled().len();
        self.end += count;
        Poll::Ready(Ok(count))
    }

    fn make_room(&mut self) {
        if self.start == self.end {
            (self.start, self.end) = (0, 0);
        } else if self.start > 0 && self.bytes.len() - self.end < self.bytes.len() / 2 {
            // A part of a message is left, usually of one row. Moving it to the front costs less than a short read.
            self.bytes.copy_within(self.start..self.end, 0);
            (self.start, self.end) = (0, self.end - self.start);
        }
        if self.end == self.bytes.len() {
            self.bytes.resize(self.bytes.len() * 2, 0);
        }
    }

    /// Gives back what a large message took, once there is little to keep.
    pub(super) fn shrink(&mut self) {
        if self.bytes.len() > USUAL && self.end - self.start <= USUAL / 2 {
            let mut bytes = Vec::with_capacity(USUAL);
            bytes.extend_from_slice(self.unread());
            (self.start, self.end) = (0, bytes.len());
            bytes.resize(USUAL, 0);
            self.bytes = bytes;
        }
    }

    #[cfg(test)]
    pub(super) fn capacity(&self) -> usize {
        self.bytes.len()
    }
}
