//! A server for one test.

use std::net::TcpListener;
use std::time::Duration;

use super::cluster::Cluster;
use super::error::{Context, Error};
use super::find::Binaries;
use super::name;
use super::place::Place;
use super::server::Server;
use super::watchdog::{Options, Running};

/// Between looking for a free port and taking it, somebody else may take it.
const PORT_ATTEMPTS: usize = 5;

/// What a private server is started with; from [`Server::private`].
///
/// ```no_run
/// use piton::testing::Server;
///
/// # fn main() -> Result<(), piton::testing::Error> {
/// let server = Server::private()
///     .setting("max_connections", "10")
///     .hba("host all all 127.0.0.1/32 scram-sha-256")
///     .tcp()
///     .start()?;
/// let port = server.port();
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Default)]
#[must_use]
pub struct PrivateServer {
    settings: Vec<(String, String)>,
    rules: Vec<String>,
    files: Vec<(String, String)>,
    tcp: bool,
}

impl PrivateServer {
    pub(super) fn new() -> Self {
        Self::default()
    }

    /// Sets a parameter of `postgresql.conf`.
    pub fn setting(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.settings.push((name.into(), value.into()));
        self
    }

    /// Adds a line of `pg_hba.conf`. With the first one, all rules that trust everybody are gone, except that the
    /// superuser `postgres` still comes in over the socket, which [`Server::config`] and [`Server::create_database`]
    /// need.
    pub fn hba(mut self, line: impl Into<String>) -> Self {
        self.rules.push(line.into());
        self
    }

    /// Writes a file into the data folder, readable by the server alone, such as a `server.key` for TLS. A setting
    /// names it without a path.
    pub fn file(mut self, name: impl Into<String>, content: impl Into<String>) -> Self {
        self.files.push((name.into(), content.into()));
        self
    }

    /// Listens on 127.0.0.1 too, on a free port. Without [`hba`](Self::hba), every user of the machine is let in.
    pub fn tcp(mut self) -> Self {
        self.tcp = true;
        self
    }

    /// Starts the server. The drop of its last clone stops it and removes its folder.
    ///
    /// # Errors
    ///
    /// Where there is no PostgreSQL and none can be fetched, or it does not start: then with the end of its log.
    pub fn start(self) -> Result<Server, Error> {
        let is_plain = |name: &String| !name.is_empty() && !name.contains('/') && name != "--";
        if let Some((name, _)) = self.files.iter().find(|(name, _)| !is_plain(name)) {
            return Err(Error::new(format!("{name:?} is no plain name of a file")));
        }
        let place = Place::open()?;
        let cluster = Cluster::prepare(&place, &Binaries::find(&place)?)?;
        let mut files = self.files;
        if !self.rules.is_empty() {
            files.push((
                "pg_hba.conf".into(),
                format!("local all postgres trust\n{}\n", self.rules.join("\n")),
            ));
        }
        let mut options = Options {
            name: name::unique(),
            grace: Duration::ZERO,
            tcp: None,
            settings: self.settings,
            files,
        };
        for attempt in 1.. {
            options.tcp = if self.tcp { Some(free_port()?) } else { None };
            match Running::start_private(&place, &cluster, &options) {
                Ok(running) => return Server::of_running(running),
                Err(error) if self.tcp && attempt < PORT_ATTEMPTS && error.to_string().contains("in use") => {
                    options.name = name::unique();
                }
                Err(error) => return Err(error),
            }
        }
        Err(Error::new("no port on 127.0.0.1 is free"))
    }
}

fn free_port() -> Result<u16, Error> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).context(|| "cannot listen on 127.0.0.1".into())?;
    let address = listener.local_addr().context(|| "cannot find a free port on 127.0.0.1".into())?;
    Ok(address.port())
}
