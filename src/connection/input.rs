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
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail by panicking")]

    use std::task::Waker;

    use tokio::io::{AsyncWriteExt, duplex};

    use super::*;

    fn fill(input: &mut Input, transport: &mut dyn Transport) -> usize {
        match input.poll_fill(transport, &mut Context::from_waker(Waker::noop())) {
            Poll::Ready(count) => count.unwrap(),
            Poll::Pending => panic!("nothing to read"),
        }
    }

    #[tokio::test]
    async fn it_grows_with_what_has_arrived_and_shrinks_again() {
        let (mut near, mut far) = duplex(4 << 20);
        let mut input = Input::new();
        // A message that announces much more than comes.
        far.write_all(b"D\x3f\0\0\0").await.unwrap();
        far.write_all(&vec![1; 1_000_000]).await.unwrap();
        let mut arrived = 0;
        while arrived < 1_000_005 {
            arrived += fill(&mut input, &mut near);
            assert!(input.bytes.len() <= (2 * arrived).max(USUAL));
        }
        assert_eq!(input.unread().len(), 1_000_005);
        input.shrink();
        assert!(input.bytes.len() > USUAL);
        input.consume(1_000_000);
        input.shrink();
        assert_eq!(input.bytes.len(), USUAL);
        assert_eq!(input.unread(), [1; 5]);
    }

    #[tokio::test]
    async fn what_is_unread_stays_as_it_is() {
        let (mut near, mut far) = duplex(1 << 20);
        let mut input = Input::new();
        let bytes: Vec<u8> = (0..500_000_usize).map(|i| (i % 251).to_be_bytes()[7]).collect();
        far.write_all(&bytes).await.unwrap();
        let mut seen = Vec::new();
        while seen.len() < bytes.len() {
            if seen.len() + input.unread().len() < bytes.len() {
                fill(&mut input, &mut near);
            }
            // Takes a little less than there is, as one does who waits for the rest of a message.
            let count = input.unread().len().div_ceil(3) * 2;
            let count = count.min(input.unread().len());
            seen.extend_from_slice(input.unread().get(..count).unwrap());
            input.consume(count);
        }
        assert!(seen == bytes);
        assert_eq!(input.bytes.len(), USUAL);
    }
}
