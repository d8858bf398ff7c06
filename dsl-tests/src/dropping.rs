//! Futures that are dropped after any number of polls, and connections that need many of them.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::Poll;

use piton::connection::Connection;
use piton::testing::Database;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpStream, UnixStream};
use tokio_postgres::config::Host;

use crate::trickle::Trickle;

/// Polls a future at most so many times, and drops it.
pub async fn poll_at_most<F: Future>(polls: usize, future: F) -> Option<F::Output> {
    let mut future = pin!(future);
    let mut left = polls;
    poll_fn(|context| {
        if left == 0 {
            return Poll::Ready(None);
        }
        left -= 1;
        future.as_mut().poll(context).map(Some)
    })
    .await
}

/// A socket of either kind.
pub trait Socket: AsyncRead + AsyncWrite + Send + Unpin {}

impl<S: AsyncRead + AsyncWrite + Send + Unpin> Socket for S {}

/// A transport that needs many polls.
///
/// # Errors
///
/// The server cannot be reached.
pub async fn transport(
    database: &Database,
    step: usize,
) -> Result<Trickle<Box<dyn Socket>>, Box<dyn std::error::Error>> {
    let config = database.config();
    let port = config.get_ports().first().copied().unwrap_or(5432);
    let socket: Box<dyn Socket> = match config.get_hosts().first().ok_or("no host")? {
        Host::Unix(folder) => Box::new(UnixStream::connect(folder.join(format!(".s.PGSQL.{port}"))).await?),
        Host::Tcp(name) => {
            let stream = TcpStream::connect((name.as_str(), port)).await?;
            stream.set_nodelay(true)?;
            Box::new(stream)
        }
    };
    Ok(Trickle::new(socket, step))
}

/// A connection whose futures need many polls.
///
/// # Errors
///
/// The server cannot be reached, or refuses the login.
pub async fn connect(database: &Database, step: usize) -> Result<Connection, Box<dyn std::error::Error>> {
    Ok(Connection::from_stream(transport(database, step).await?, &database.config()).await?)
}
