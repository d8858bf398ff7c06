//! A transport that makes every step small.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

/// Carries at most `step` bytes at a time, and makes its user wait before each time.
#[derive(Debug)]
pub struct Trickle<S> {
    inner: S,
    step: usize,
    read_waited: bool,
    write_waited: bool,
}

impl<S> Trickle<S> {
    /// Around another transport.
    pub fn new(inner: S, step: usize) -> Self {
        Trickle { inner, step, read_waited: false, write_waited: false }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Trickle<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        out: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        self.read_waited = !self.read_waited;
        if self.read_waited {
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        let step = self.step.min(out.remaining());
        let mut part = vec![0; step];
        let mut few = ReadBuf::new(&mut part);
        let polled = Pin::new(&mut self.inner).poll_read(context, &mut few);
        out.put_slice(few.filled());
        polled
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Trickle<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.write_waited = !self.write_waited;
        if self.write_waited {
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        let step = self.step.min(bytes.len());
        Pin::new(&mut self.inner).poll_write(context, bytes.get(..step).unwrap_or_default())
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_shutdown(context)
    }
}
