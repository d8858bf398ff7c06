//! TLS: when it is used, and how it begins.

#[cfg(feature = "tls")]
mod binding;
#[cfg(feature = "tls")]
mod client;
mod custom;
#[cfg(feature = "tls")]
mod verify;

use std::fmt;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::transport::Transport;
use crate::error::{Error, Kind};
use crate::wire::frontend;
use custom::Connector;

/// When TLS is used, and what the server has to prove by it: `sslmode`.
///
/// See the page "SSL Support" of PostgreSQL's manual. Over a Unix socket there never is TLS. Without the feature `tls`
/// and without a [connector](super::Config::tls), `Allow` and `Prefer` are as `Disable`, and what is above them is refused.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum SslMode {
    /// Never.
    Disable,
    /// Only if the server refuses a connection without it.
    Allow,
    /// If the server offers it, whoever the server is. Somebody between client and server can turn it off.
    #[default]
    Prefer,
    /// Always, whoever the server is; as `VerifyCa` if there are root certificates (`sslrootcert`).
    Require,
    /// Always, and the server's certificate comes from one of the root certificates.
    VerifyCa,
    /// Always, and the certificate is for the host that was asked for: one of its `subjectAltName`s is.
    VerifyFull,
}

impl SslMode {
    /// Whether there is no connection without TLS.
    pub(super) fn is_needed(self) -> bool {
        matches!(self, SslMode::Require | SslMode::VerifyCa | SslMode::VerifyFull)
    }
}

/// Where root certificates are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum Root {
    /// In the user's folder, else in the system.
    #[default]
    Usual,
    System,
    File(PathBuf),
}

/// What is asked of TLS.
#[derive(Clone, Default)]
pub(super) struct Ssl {
    pub(super) mode: SslMode,
    /// Without asking the server first.
    pub(super) direct: bool,
    pub(super) root: Root,
    /// The files of the client's certificate and key.
    pub(super) client: Option<(PathBuf, PathBuf)>,
    /// Whether the server is not told in the clear which host is meant.
    pub(super) hides_host: bool,
    /// The user's folder for certificates.
    #[cfg_attr(not(feature = "tls"), allow(dead_code, reason = "rustls alone reads files"))]
    pub(super) folder: Option<PathBuf>,
    /// What makes TLS connections instead of rustls.
    pub(super) connector: Option<Arc<dyn Connector>>,
}

impl Ssl {
    /// Refuses what cannot be had.
    pub(super) fn check(&self) -> Result<(), &'static str> {
        if self.direct && !self.mode.is_needed() {
            return Err("sslnegotiation=direct needs sslmode=require or more");
        }
        if self.mode.is_needed() && !self.is_built() {
            return Err("sslmode: TLS needs the feature `tls`, or a connector");
        }
        Ok(())
    }

    /// Whether there is something that speaks TLS.
    pub(super) fn is_built(&self) -> bool {
        cfg!(feature = "tls") || self.connector.is_some()
    }
}

/// A transport, and what is known of its safety.
pub(super) struct Secured {
    pub(super) transport: Box<dyn Transport>,
    pub(super) encrypted: bool,
    /// `tls-server-end-point` of RFC 5929.
    pub(super) binding: Option<Vec<u8>>,
}

impl Secured {
    pub(super) fn plain(transport: Box<dyn Transport>) -> Self {
        Secured { transport, encrypted: false, binding: None }
    }
}

/// Begins TLS on a socket, if the server speaks it. Where it does not and need not, the socket is used as it is.
pub(super) async fn negotiate(ssl: &Ssl, host: &str, mut stream: TcpStream) -> Result<Secured, Error> {
    if !ssl.direct {
        let mut request = Vec::new();
        frontend::ssl_request(&mut request);
        stream.write_all(&request).await.map_err(Error::io)?;
        // One byte and no more is read here, so whatever somebody has put behind it goes to the handshake, and fails it.
        match stream.read_u8().await.map_err(Error::io)? {
            b'S' => {}
            b'N' if ssl.mode.is_needed() => return Err(failed("the server does not offer TLS")),
            b'N' => return Ok(Secured::plain(Box::new(stream))),
            // What it says was sent in the clear by nobody knows whom.
            b'E' => return Err(failed("the server does not know TLS")),
            _ => return Err(Error::protocol("the answer to the request for TLS is none")),
        }
    }
    match &ssl.connector {
        Some(connector) => connector.connect(host, stream).await,
        #[cfg(feature = "tls")]
        None => client::connect(ssl, host, stream).await,
        #[cfg(not(feature = "tls"))]
        None => Err(failed("the feature `tls` is off")),
    }
}

/// TLS could not be begun.
#[cold]
fn failed(why: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Error {
    let why = why.into();
    Error::with_source(Kind::Connect, io::Error::other(format!("TLS: {why}")))
}

impl fmt::Debug for Ssl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ssl")
            .field("mode", &self.mode)
            .field("direct", &self.direct)
            .field("root", &self.root)
            .field("client", &self.client)
            .field("hides_host", &self.hides_host)
            .field("connector", &self.connector.is_some())
            .finish_non_exhaustive()
    }
}
