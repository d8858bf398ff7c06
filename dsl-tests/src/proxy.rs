//! A proxy before a real server that cuts the connection after any byte, in both directions; and one that cuts by chance.
#![allow(clippy::missing_panics_doc, clippy::panic, reason = "what is not noticed is a failed test")]

use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use crate::language::Random;
use piton::testing::{Database, Server};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

/// What can go wrong.
pub type Result<T = ()> = std::result::Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// Where the proxy cuts.
#[derive(Clone, Copy, Debug)]
pub struct Cut {
    /// Bytes that go to the server.
    pub there: usize,
    /// Bytes that come back.
    pub back: usize,
    /// With a reset instead of an orderly end.
    pub reset: bool,
}

/// It does not cut.
pub const NEVER: Cut = Cut { there: usize::MAX, back: usize::MAX, reset: false };

impl Cut {
    /// Whether it does not cut.
    #[must_use]
    pub fn is_never(&self) -> bool {
        self.there == usize::MAX && self.back == usize::MAX
    }
}

/// What went through the proxy.
#[derive(Debug, Default)]
struct Passed {
    there: AtomicUsize,
    back: AtomicUsize,
}

/// Listens for one client, and carries it to the server.
async fn proxy(server: SocketAddr, cut: Cut, passed: Arc<Passed>) -> Result<SocketAddr> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    tokio::spawn(async move {
        let Ok((client, _)) = listener.accept().await else { return };
        let Ok(server) = TcpStream::connect(server).await else { return };
        if cut.reset {
            drop(client.set_zero_linger());
        }
        let (client_read, client_write) = client.into_split();
        let (server_read, server_write) = server.into_split();
        // Whichever direction ends first ends both: the sockets are dropped.
        tokio::select! {
            () = carry(client_read, server_write, cut.there, &passed.there) => {}
            () = carry(server_read, client_write, cut.back, &passed.back) => {}
        }
    });
    Ok(address)
}

/// A line to a server that never lasts: listens for any number of clients, and cuts each of their connections after a
/// random number of bytes, `mean` of them on average: somewhere on the way to the server, somewhere on the way back, or
/// where the server says that a transaction was committed, which the client then does not learn.
///
/// # Errors
///
/// There is no port to listen on.
pub async fn frail(server: SocketAddr, seed: u64, mean: u64) -> Result<SocketAddr> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    tokio::spawn(async move {
        let mut random = Random::new(seed);
        while let Ok((client, _)) = listener.accept().await {
            let limit = usize::try_from(random.below(2 * mean)).unwrap_or(usize::MAX);
            let kind = random.below(3);
            tokio::spawn(async move {
                let Ok(server) = TcpStream::connect(server).await else { return };
                let passed = Passed::default();
                let (client_read, client_write) = client.into_split();
                let (server_read, server_write) = server.into_split();
                let there = if kind == 0 { limit } else { usize::MAX };
                let back = async {
                    match kind {
                        0 => carry(server_read, client_write, usize::MAX, &passed.back).await,
                        1 => carry(server_read, client_write, limit, &passed.back).await,
                        _ => carry_until_commit(server_read, client_write, limit).await,
                    }
                };
                tokio::select! {
                    () = carry(client_read, server_write, there, &passed.there) => {}
                    () = back => {}
                }
            });
        }
    });
    Ok(address)
}

/// Carries everything up to the first message about a COMMIT after so many bytes.
async fn carry_until_commit(mut from: OwnedReadHalf, mut to: OwnedWriteHalf, limit: usize) {
    let mut buffer = vec![0; 8192];
    let mut passed = 0;
    loop {
        let Ok(count @ 1..) = from.read(&mut buffer).await else { return };
        let is_commit = buffer[..count].windows(7).any(|bytes| bytes == b"COMMIT\0");
        if (is_commit && passed >= limit) || to.write_all(&buffer[..count]).await.is_err() {
            return;
        }
        passed += count;
    }
}

async fn carry(mut from: OwnedReadHalf, mut to: OwnedWriteHalf, limit: usize, passed: &AtomicUsize) {
    let mut buffer = vec![0; 8192];
    let mut left = limit;
    while left > 0 {
        let room = left.min(buffer.len());
        let Ok(count @ 1..) = from.read(&mut buffer[..room]).await else { return };
        if to.write_all(&buffer[..count]).await.is_err() {
            return;
        }
        passed.fetch_add(count, Ordering::Relaxed);
        left -= count;
    }
}

/// Runs a session once whole, and then with every cut but the first ones: it has to notice each. `skip` says how many
/// bytes of both directions are left alone, as those of the login are.
///
/// # Errors
///
/// The session fails although nothing is cut.
pub async fn cut_everywhere<F, R>(server: SocketAddr, skip: (usize, usize), session: F) -> Result<usize>
where
    F: Fn(SocketAddr, Cut) -> R,
    R: Future<Output = Result> + Send + 'static,
{
    cut_each(server, skip, 1, session).await
}

/// As [`cut_everywhere`], only at each byte whose number is a multiple of `step`.
///
/// # Errors
///
/// As [`cut_everywhere`].
pub async fn cut_each<F, R>(
    server: SocketAddr,
    skip: (usize, usize),
    step: usize,
    session: F,
) -> Result<usize>
where
    F: Fn(SocketAddr, Cut) -> R,
    R: Future<Output = Result> + Send + 'static,
{
    let passed = Arc::new(Passed::default());
    let through = proxy(server, NEVER, passed.clone()).await?;
    session(through, NEVER).await?;
    let there = passed.there.load(Ordering::Relaxed);
    let back = passed.back.load(Ordering::Relaxed);
    let cuts = (skip.0..there)
        .step_by(step)
        .map(|there| Cut { there, ..NEVER })
        .chain((skip.1..back).step_by(step).map(|back| Cut { back, ..NEVER }))
        .flat_map(|cut| [cut, Cut { reset: true, ..cut }]);
    let mut running = JoinSet::new();
    let mut count = 0;
    for cut in cuts {
        if running.len() >= 8 {
            running.join_next().await.ok_or("nothing runs")??;
        }
        let run = session(proxy(server, cut, Arc::default()).await?, cut);
        running.spawn(async move {
            match tokio::time::timeout(Duration::from_secs(5), run).await {
                Err(_) => panic!("{cut:?} hangs"),
                Ok(Ok(())) => panic!("{cut:?} is not noticed"),
                Ok(Err(error)) => {
                    let text = error.to_string();
                    assert!(!text.contains("secret") && !text.starts_with("wrong"), "{cut:?}: {text}");
                }
            }
        });
        count += 1;
    }
    while let Some(ended) = running.join_next().await {
        ended?;
    }
    Ok(count)
}

/// A server that is reached over TCP, by whom a rule lets in.
///
/// # Errors
///
/// The server does not start.
pub async fn server(rule: &str) -> Result<(Server, Database, SocketAddr)> {
    let server = Server::private()
        .setting("max_connections", "100")
        .tcp()
        .hba(format!("host all all 127.0.0.1/32 {rule}"))
        .start()?;
    let database = server.create_database()?;
    let address = ([127, 0, 0, 1], server.port().ok_or("no port")?).into();
    Ok((server, database, address))
}
