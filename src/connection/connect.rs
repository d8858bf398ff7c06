//! Finding a server: hosts, addresses, sockets, TLS, login.

use std::future::Future;
use std::io;
use std::net::SocketAddr;
#[cfg(unix)]
use std::path::Path;
use std::sync::Arc;

use socket2::{SockRef, TcpKeepalive};
use tokio::net::TcpStream;
#[cfg(unix)]
use tokio::net::UnixStream;
use tokio_postgres::error::SqlState;

use super::cancel::Origin;
use super::config::Target;
use super::hosts::{Address, Host, hosts};
use super::start::start;
use super::tls::{Secured, SslMode, negotiate};
use super::transport::Transport;
use super::{Config, Connection, settings, target};
use crate::error::{Error, Kind};

/// Connects to the first server that can be reached and is what is asked for.
pub(super) async fn connect(config: &Config) -> Result<Connection, Error> {
    settings::check(config)?;
    if config.target != Target::PreferStandby {
        return connect_any(config, config.target).await;
    }
    match connect_any(config, Target::Standby).await {
        Err(error) if is_about_the_host(&error) => connect_any(config, Target::Any).await,
        connected => connected,
    }
}

/// Logs in over a transport that somebody else has opened.
pub(super) async fn login_over(transport: Box<dyn Transport>, config: &Config) -> Result<Connection, Error> {
    settings::check_login(config)?;
    let host = Host::unknown(config);
    within_deadline(config, login(config, &host, Secured::plain(transport), true)).await
}

/// Limits what is done for one address to the configuration's `connect_timeout`.
async fn within_deadline<T>(
    config: &Config,
    connect: impl Future<Output = Result<T, Error>>,
) -> Result<T, Error> {
    match config.base.get_connect_timeout() {
        None => connect.await,
        Some(limit) => match tokio::time::timeout(*limit, connect).await {
            Ok(connected) => connected,
            Err(_) => Err(Error::new(Kind::Timeout("while connecting"))),
        },
    }
}

async fn connect_any(config: &Config, target: Target) -> Result<Connection, Error> {
    let mut last = None;
    for host in hosts(config)? {
        let addresses = match within_deadline(config, host.addresses(config)).await {
            Ok(addresses) => addresses,
            Err(error) => {
                last = Some(error);
                continue;
            }
        };
        for address in addresses {
            match within_deadline(config, connect_to(config, &host, &address, target)).await {
                Ok(connection) => return Ok(connection),
                // A server that answers and refuses speaks for all of them, unless it is only starting or stopping.
                Err(error) if is_about_the_host(&error) => {
                    let code = error.sqlstate().map(SqlState::code);
                    tracing::debug!(host.name, host.port, code, "a host cannot be used");
                    last = Some(error);
                }
                Err(error) => return Err(error),
            }
        }
    }
    Err(last.unwrap_or_else(|| settings::cannot("no host is given")))
}

fn is_about_the_host(error: &Error) -> bool {
    match error.kind() {
        Kind::Connect | Kind::Io | Kind::Timeout(_) => true,
        Kind::Database(error) => *error.sqlstate() == SqlState::CANNOT_CONNECT_NOW,
        _ => false,
    }
}

async fn connect_to(
    config: &Config,
    host: &Host,
    address: &Address,
    target: Target,
) -> Result<Connection, Error> {
    let (mut connection, encrypted) = match address {
        Address::Tcp(address) => over_tcp(config, host, *address).await?,
        #[cfg(unix)]
        Address::Unix(path) => {
            login_with(config, host, Secured::plain(Box::new(open_unix(path).await?)), true).await?
        }
    };
    target::check(&mut connection, target).await?;
    let (config, host, address) = (config.clone(), host.clone(), address.clone());
    connection.origin = Some(Arc::new(Origin { config, host, address, encrypted }));
    Ok(connection)
}

/// Reaches the server of a connection again, with TLS if that has it.
pub(super) async fn reach(origin: &Origin) -> Result<Box<dyn Transport>, Error> {
    match &origin.address {
        Address::Tcp(address) => {
            let stream = open(&origin.config, *address).await?;
            if !origin.encrypted {
                return Ok(Box::new(stream));
            }
            let secured = negotiate(&origin.config.ssl, &origin.host.name, stream).await?;
            if !secured.encrypted {
                return Err(Error::with_source(Kind::Connect, "the server does not offer TLS any more"));
            }
            Ok(secured.transport)
        }
        #[cfg(unix)]
        Address::Unix(path) => Ok(Box::new(open_unix(path).await?)),
    }
}

/// With TLS, without, or first one and then the other, as `sslmode` says.
async fn over_tcp(config: &Config, host: &Host, address: SocketAddr) -> Result<(Connection, bool), Error> {
    let local = address.ip().to_canonical().is_loopback();
    let secure = async || {
        let stream = open(config, address).await?;
        Ok::<_, Error>(negotiate(&config.ssl, &host.name, stream).await)
    };
    let plain = async || {
        let stream = open(config, address).await?;
        login_with(config, host, Secured::plain(Box::new(stream)), local).await
    };
    match config.ssl.mode {
        SslMode::Disable => plain().await,
        _ if !config.ssl.is_built() => plain().await,
        SslMode::Allow => match plain().await {
            Err(error) if is_refused(&error) => login_with(config, host, secure().await??, local).await,
            done => done,
        },
        SslMode::Prefer => match secure().await? {
            Ok(secured) if secured.encrypted => match login_with(config, host, secured, local).await {
                Err(error) if is_refused(&error) => plain().await,
                done => done,
            },
            Ok(secured) => login_with(config, host, secured, local).await,
            Err(_) => plain().await,
        },
        SslMode::Require | SslMode::VerifyCa | SslMode::VerifyFull => {
            login_with(config, host, secure().await??, local).await
        }
    }
}

/// Whether the server lets nobody in on this way, as rules in its `pg_hba.conf` can say.
fn is_refused(error: &Error) -> bool {
    error.sqlstate() == Some(&SqlState::INVALID_AUTHORIZATION_SPECIFICATION)
}

/// As [`login`], and says whether there is TLS.
async fn login_with(
    config: &Config,
    host: &Host,
    secured: Secured,
    local: bool,
) -> Result<(Connection, bool), Error> {
    let encrypted = secured.encrypted;
    Ok((login(config, host, secured, local).await?, encrypted))
}

async fn login(config: &Config, host: &Host, secured: Secured, local: bool) -> Result<Connection, Error> {
    let user = settings::user(config)?;
    let password = settings::password(config, host, &user);
    let policy = settings::policy(config, &secured, local);
    start(secured.transport, config, &user, password.as_deref(), policy).await
}

#[cfg(unix)]
async fn open_unix(path: &Path) -> Result<UnixStream, Error> {
    UnixStream::connect(path).await.map_err(|why| unreachable(&path.display().to_string(), &why))
}

async fn open(config: &Config, address: SocketAddr) -> Result<TcpStream, Error> {
    let failed = |why| unreachable(&address.to_string(), &why);
    let stream = TcpStream::connect(address).await.map_err(failed)?;
    prepare(&config.base, &stream).map_err(failed)?;
    Ok(stream)
}

/// Sends at once what is written, and notices when the other side is gone.
fn prepare(config: &tokio_postgres::Config, stream: &TcpStream) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let socket = SockRef::from(stream);
    if config.get_keepalives() {
        let mut keepalive = TcpKeepalive::new().with_time(config.get_keepalives_idle());
        if let Some(interval) = config.get_keepalives_interval() {
            keepalive = keepalive.with_interval(interval);
        }
        #[cfg(not(windows))]
        if let Some(retries) = config.get_keepalives_retries() {
            keepalive = keepalive.with_retries(retries);
        }
        socket.set_tcp_keepalive(&keepalive)?;
    }
    #[cfg(target_os = "linux")]
    if let Some(timeout) = config.get_tcp_user_timeout() {
        socket.set_tcp_user_timeout(Some(*timeout))?;
    }
    Ok(())
}

pub(super) fn unreachable(place: &str, why: &io::Error) -> Error {
    Error::with_source(Kind::Connect, io::Error::new(why.kind(), format!("{place}: {why}")))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]

    use std::time::Duration;

    use tokio::net::TcpListener;

    use super::*;

    #[tokio::test]
    async fn a_socket_gets_what_is_asked_for() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let config = "keepalives_idle=31 keepalives_interval=7 keepalives_count=3 tcp_user_timeout=4500";
        let config: Config = config.parse().unwrap();
        let stream = open(&config, listener.local_addr().unwrap()).await.unwrap();
        let socket = SockRef::from(&stream);
        assert!(socket.tcp_nodelay().unwrap() && socket.keepalive().unwrap());
        #[cfg(target_os = "linux")]
        {
            assert_eq!(socket.tcp_user_timeout().unwrap(), Some(Duration::from_millis(4500)));
            assert_eq!(socket.tcp_keepalive_time().unwrap(), Duration::from_secs(31));
            assert_eq!(socket.tcp_keepalive_interval().unwrap(), Duration::from_secs(7));
            assert_eq!(socket.tcp_keepalive_retries().unwrap(), 3);
        }
        let config: Config = "keepalives=0".parse().unwrap();
        let stream = open(&config, listener.local_addr().unwrap()).await.unwrap();
        assert!(!SockRef::from(&stream).keepalive().unwrap());
    }
}
