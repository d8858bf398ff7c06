//! What the fuzz targets do with any bytes, and the tests with those that the targets found. Each fails by panicking; that
//! bytes are refused is right.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use piton::connection::Connection;
use piton::prelude::*;
use piton::testing::probe;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio_postgres::Config;

use crate::decoders::DECODERS;
use crate::fake;

/// A name, and what is done with bytes.
pub type Probe = (&'static str, fn(&[u8]));

/// All of them.
pub const PROBES: [Probe; 4] =
    [("frames", frames), ("messages", messages), ("values", values), ("sessions", sessions)];

/// Takes bytes for what a server says.
pub fn frames(bytes: &[u8]) {
    drop(probe::stream(bytes));
}

/// Takes the first byte for the tag of a message, and the others for its body.
pub fn messages(bytes: &[u8]) {
    if let Some((tag, body)) = bytes.split_first() {
        drop(probe::message(*tag, body));
    }
}

/// Takes the first byte for a type, and the others for a value of it.
pub fn values(bytes: &[u8]) {
    if let Some((number, raw)) = bytes.split_first()
        && let Some(decoder) = DECODERS.get(usize::from(*number))
    {
        (decoder.decode)(raw);
    }
}

/// Takes bytes for all that a server says, and does with it what a program does. The first byte says into pieces of which
/// size they are cut, and whether the login has gone well.
pub fn sessions(bytes: &[u8]) {
    let Some((first, said)) = bytes.split_first() else { return };
    let welcome = if first & 0x80 == 0 { fake::welcome().concat() } else { Vec::new() };
    let script = Script { bytes: [&welcome[..], said].concat(), at: 0, step: usize::from(first & 0x7f) + 1 };
    // It never waits for anything, so no time passes.
    if let Ok(runtime) = tokio::runtime::Builder::new_current_thread().build() {
        drop(runtime.block_on(session(script)));
    }
}

/// Goes on after whatever the connection survives.
async fn session(script: Script) -> Result<(), piton::Error> {
    let mut config = Config::new();
    config.user("user").password("password");
    let mut db = Connection::from_stream(script, config).await?;
    drop(sql!("SELECT {}", 1).all::<(i32, Option<String>), _>(&mut db).await);
    drop(sql!("SELECT {}", 1).all::<(i32, Option<String>), _>(&mut db).await);
    let mut stream = sql!("SELECT n FROM t").stream::<i32>(&mut db);
    while let Ok(Some(_)) = stream.try_next().await {}
    drop(stream);
    drop(db.batch("SELECT 1; SELECT 2").await);
    drop(db.pipeline((sql!("SELECT 1").piped().all::<i32>(), sql!("SELECT 2").piped().execute())).await);
    if let Ok(mut tx) = db.begin().await {
        drop(sql!("SELECT 3").one::<i64, _>(&mut tx).await);
        drop(tx.commit().await);
    }
    if let Ok(mut rows) = sql!("SELECT n FROM t").copy_out::<i32>(&mut db).await {
        while let Ok(Some(_)) = rows.try_next().await {}
    }
    if let Ok(mut copy) = db.copy_in_raw(&crate::statement("COPY t FROM STDIN")).await {
        drop(copy.send(b"1\n").await);
        drop(copy.finish().await);
    }
    while let Ok(Some(_)) = db.notifications().try_next() {}
    db.settle().await
}

/// A transport on which all is said already, and to which anything can be said.
struct Script {
    bytes: Vec<u8>,
    at: usize,
    step: usize,
}

impl AsyncRead for Script {
    fn poll_read(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
        out: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let count = rest.len().min(self.step).min(out.remaining());
        out.put_slice(rest.get(..count).unwrap_or_default());
        self.at += count;
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Script {
    fn poll_write(self: Pin<&mut Self>, _: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Poll::Ready(Ok(bytes.len()))
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}
