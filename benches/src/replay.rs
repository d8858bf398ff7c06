//! A server that was recorded once and answers from memory.

use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};

use piton::connection::Connection;
use piton::testing::Database;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

/// What the server answered to each request.
type Answers = Arc<Mutex<Vec<Vec<u8>>>>;

/// A connection on which `run` has run twice, and on which every further execution of the same statement gets the
/// answer of the second, without a server.
///
/// # Errors
///
/// The database cannot be reached, or `run` fails.
///
/// # Panics
///
/// The database is on no unix socket.
pub async fn replay<F>(database: &Database, mut run: F) -> Result<Connection, piton::Error>
where
    F: AsyncFnMut(&mut Connection) -> Result<(), piton::Error>,
{
    let config = database.config();
    let answers = Answers::default();
    let Some(tokio_postgres::config::Host::Unix(folder)) = config.get_hosts().first() else {
        panic!("the benchmarks record over a unix socket");
    };
    let port = config.get_ports().first().copied().unwrap_or(5432);
    let stream = tokio::net::UnixStream::connect(folder.join(format!(".s.PGSQL.{port}")))
        .await
        .expect("the server listens on its socket");
    let mut recorded =
        Connection::from_stream(Recorder { stream, answers: answers.clone() }, &config).await?;
    for _ in 0..2 {
        run(&mut recorded).await?;
    }
    let answers = answers.lock().expect("nothing panicked").clone();
    let mut replayed = Connection::from_stream(Replay { answers, request: 0, read: 0 }, &config).await?;
    for _ in 0..2 {
        run(&mut replayed).await?;
    }
    Ok(replayed)
}

/// A stream that remembers what it read after each write.
struct Recorder<S> {
    stream: S,
    answers: Answers,
}

impl<S: AsyncRead + Unpin> AsyncRead for Recorder<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        let polled = Pin::new(&mut self.stream).poll_read(context, buffer);
        if let Some(answer) = self.answers.lock().expect("nothing panicked").last_mut() {
            answer.extend_from_slice(&buffer.filled()[before..]);
        }
        polled
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Recorder<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.answers.lock().expect("nothing panicked").push(Vec::new());
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

/// A stream that answers each write with the next of the recorded answers, and at last always with the last.
struct Replay {
    answers: Vec<Vec<u8>>,
    request: usize,
    read: usize,
}

impl AsyncRead for Replay {
    fn poll_read(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let answer = &self.answers[self.request.min(self.answers.len()) - 1];
        let rest = &answer[self.read..];
        let length = rest.len().min(buffer.remaining());
        buffer.put_slice(&rest[..length]);
        self.read += length;
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Replay {
    fn poll_write(mut self: Pin<&mut Self>, _: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        self.request += 1;
        self.read = 0;
        Poll::Ready(Ok(bytes.len()))
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}
