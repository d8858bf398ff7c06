//! Finding a server: hosts, addresses, sockets.

use std::future::Future;
use std::io;
use std::net::SocketAddr;

use socket2::{SockRef, TcpKeepalive};
use tokio::net::{TcpStream, lookup_host};
use tokio_postgres::Config;
use tokio_postgres::config::Host;
use tokio_postgres::error::SqlState;

use super::Connection;
use super::settings;
use super::start::start;
use super::transport::Transport;
use crate::error::{Error, Kind};

const USUAL_PORT: u16 = 5432;

/// Tries the hosts in their order, each with all its addresses.
pub(super) async fn connect(config: &Config) -> Result<Connection, Error> {
    settings::check(config)?;
    within_deadline(config, connect_any(config)).await
}

/// Limits a whole connect to the configuration's `connect_timeout`.
pub(super) async fn within_deadline<T>(
    config: &Config,
    connect: impl Future<Output = Result<T, Error>>,
) -> Result<T, Error> {
    match config.get_connect_timeout() {
        None => connect.await,
        Some(limit) => match tokio::time::timeout(*limit, connect).await {
            Ok(connected) => connected,
            Err(_) => Err(Error::new(Kind::Timeout("while connecting"))),
        },
    }
}

async fn connect_any(config: &Config) -> Result<Connection, Error> {
    let mut last = None;
    for target in targets(config)? {
        match connect_target(config, &target).await {
            Ok(connection) => return Ok(connection),
            // A server that answers and refuses speaks for all of them, unless it is only starting or stopping.
            Err(error) if is_about_the_host(&error) => {
                tracing::debug!(%error, "a host cannot be used");
                last = Some(error);
            }
            Err(error) => return Err(error),
        }
    }
    Err(last.unwrap_or_else(|| settings::cannot("no host is given")))
}

fn is_about_the_host(error: &Error) -> bool {
    match error.kind() {
        Kind::Connect | Kind::Io => true,
        Kind::Database(error) => *error.sqlstate() == SqlState::CANNOT_CONNECT_NOW,
        _ => false,
    }
}

/// Where a server may listen.
enum Target {
    Tcp(String, u16),
    Address(SocketAddr),
    #[cfg(unix)]
    Unix(std::path::PathBuf),
}

fn targets(config: &Config) -> Result<Vec<Target>, Error> {
    let (hosts, addresses, ports) = (config.get_hosts(), config.get_hostaddrs(), config.get_ports());
    let count = hosts.len().max(addresses.len());
    if !hosts.is_empty() && !addresses.is_empty() && hosts.len() != addresses.len() {
        return Err(settings::cannot("`host` and `hostaddr` have different numbers of entries"));
    }
    if ports.len() > 1 && ports.len() != count {
        return Err(settings::cannot("there are neither one port nor as many ports as hosts"));
    }
    let port = |i: usize| ports.get(i).or_else(|| ports.first()).copied().unwrap_or(USUAL_PORT);
    let target = |i: usize| match (addresses.get(i), hosts.get(i)) {
        (Some(address), _) => Some(Target::Address(SocketAddr::new(*address, port(i)))),
        (None, Some(Host::Tcp(host))) => Some(Target::Tcp(host.clone(), port(i))),
        #[cfg(unix)]
        (None, Some(Host::Unix(folder))) => Some(Target::Unix(folder.join(format!(".s.PGSQL.{}", port(i))))),
        (None, None) => None,
    };
    Ok((0..count).filter_map(target).collect())
}

async fn connect_target(config: &Config, target: &Target) -> Result<Connection, Error> {
    match target {
        Target::Tcp(host, port) => {
            let failed = |why| unreachable(&format!("{host}:{port}"), &why);
            let addresses = lookup_host((host.as_str(), *port)).await.map_err(failed)?;
            let mut last = None;
            for address in addresses {
                match connect_address(config, address).await {
                    Ok(transport) => return start(transport, config).await,
                    Err(error) => last = Some(error),
                }
            }
            Err(last.unwrap_or_else(|| failed(io::Error::other("the name has no address"))))
        }
        Target::Address(address) => start(connect_address(config, *address).await?, config).await,
        #[cfg(unix)]
        Target::Unix(path) => match tokio::net::UnixStream::connect(path).await {
            Ok(stream) => start(Box::new(stream), config).await,
            Err(why) => Err(unreachable(&path.display().to_string(), &why)),
        },
    }
}

async fn connect_address(config: &Config, address: SocketAddr) -> Result<Box<dyn Transport>, Error> {
    let failed = |why| unreachable(&address.to_string(), &why);
    let stream = TcpStream::connect(address).await.map_err(failed)?;
    prepare(config, &stream).map_err(failed)?;
    Ok(Box::new(stream))
}

/// Sends at once what is written, and notices when the other side is gone.
fn prepare(config: &Config, stream: &TcpStream) -> io::Result<()> {
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

fn unreachable(place: &str, why: &io::Error) -> Error {
    Error::with_source(Kind::Connect, io::Error::new(why.kind(), format!("{place}: {why}")))
}
