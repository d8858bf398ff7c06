//! The server: the user's own, the shared one, or a private one.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use tokio_postgres::Config;

use super::database::Database;
use super::error::{Context, Error};
use super::find::Binaries;
use super::place::{Place, variable};
use super::private::PrivateServer;
use super::watchdog::Running;
use super::{name, share, sql, url};

/// A PostgreSQL server to test with.
///
/// A throwaway server runs at least as long as a value of it lives; the shared one until this process ends, and some
/// seconds longer.
#[derive(Clone)]
pub struct Server {
    shared: Arc<Shared>,
}

struct Shared {
    url: String,
    config: Config,
    version: OnceLock<u32>,
    /// `None` for the server of `DATABASE_URL`.
    running: Option<Running>,
}

/// The server of this process, kept to its end.
static SHARED: Mutex<Option<Server>> = Mutex::new(None);

impl Server {
    /// The server that `DATABASE_URL` names, else the throwaway server that all processes of this user share, which
    /// is started if it does not run.
    ///
    /// A throwaway server that was killed is replaced by a new, empty one.
    ///
    /// # Errors
    ///
    /// Where there is no PostgreSQL and none can be fetched, or it does not start. The text says what was tried and
    /// what to do.
    pub fn shared() -> Result<Self, Error> {
        let mut shared = SHARED.lock().unwrap_or_else(PoisonError::into_inner);
        let wanted = variable("DATABASE_URL");
        if let Some(server) = shared.as_ref().filter(|server| server.is_usable(wanted.as_deref())) {
            return Ok(server.clone());
        }
        let server = match wanted {
            Some(url) => Self::of_url(url)?,
            None => {
                let place = Place::open()?;
                Self::of_running(share::attach_or_start(&place, &Binaries::find(&place)?)?)?
            }
        };
        Ok(shared.insert(server).clone())
    }

    /// A server for one test alone, with settings, access rules and files of its own. It never is the one of
    /// `DATABASE_URL`.
    pub fn private() -> PrivateServer {
        PrivateServer::new()
    }

    /// How to connect as superuser to the database `postgres`, or to what `DATABASE_URL` names.
    #[must_use]
    pub fn config(&self) -> Config {
        self.shared.config.clone()
    }

    /// The same as a connection string. That of `DATABASE_URL` may hold a password.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.shared.url
    }

    /// The version as PostgreSQL counts, such as `170010` for 17.10.
    ///
    /// # Errors
    ///
    /// When the server does not answer.
    pub fn version(&self) -> Result<u32, Error> {
        if let Some(version) = self.shared.version.get() {
            return Ok(*version);
        }
        let answer = sql::run(&self.shared.config, async |client| {
            sql::texts(client, "SELECT current_setting('server_version_num')").await
        });
        let answer = answer.context(|| self.failed("to tell its version"))?;
        let version = answer.first().and_then(|text| text.parse().ok());
        let version = version.ok_or_else(|| Error::new(format!("{answer:?} is no version of PostgreSQL")))?;
        Ok(*self.shared.version.get_or_init(|| version))
    }

    /// Makes an empty database on this server.
    ///
    /// # Errors
    ///
    /// When the server does not answer or refuses.
    pub fn create_database(&self) -> Result<Database, Error> {
        Database::create_on(self, "template0")
    }

    /// The folder of a throwaway server: its socket, the `log` and the `data`.
    #[must_use]
    pub fn folder(&self) -> Option<&Path> {
        self.shared.running.as_ref().map(|running| running.folder.as_path())
    }

    /// The port in the name of the socket of a throwaway server, and that on 127.0.0.1 where it was asked for.
    #[must_use]
    pub fn port(&self) -> Option<u16> {
        self.shared.running.as_ref().map(|running| running.port)
    }

    pub(super) fn of_running(running: Running) -> Result<Self, Error> {
        Self::new(url::of_socket(&running.folder, running.port, "postgres"), Some(running))
    }

    fn of_url(url: String) -> Result<Self, Error> {
        let server = Self::new(url, None)?;
        server.remove_left_overs();
        Ok(server)
    }

    fn new(url: String, running: Option<Running>) -> Result<Self, Error> {
        let config = url.parse().context(|| "DATABASE_URL is no connection string of PostgreSQL".into())?;
        Ok(Self { shared: Arc::new(Shared { url, config, version: OnceLock::new(), running }) })
    }

    pub(super) fn is_killed(&self) -> bool {
        self.shared.running.as_ref().is_some_and(|running| !running.is_alive())
    }

    fn is_usable(&self, url: Option<&str>) -> bool {
        match &self.shared.running {
            Some(_) => url.is_none() && !self.is_killed(),
            None => url == Some(&self.shared.url),
        }
    }

    /// What an error says first; no password in it.
    pub(super) fn failed(&self, what: &str) -> String {
        match self.folder() {
            Some(folder) => format!("the throwaway server in {} failed {what}", folder.display()),
            None => format!(
                "the server of DATABASE_URL ({:?}) failed {what}; start it, or unset DATABASE_URL to use a throwaway \
                 server",
                self.shared.config.get_hosts()
            ),
        }
    }

    /// Drops what killed processes left on the user's server, as far as that is certain; a database in use stays.
    fn remove_left_overs(&self) {
        let Some(pattern) = name::databases_of_this_machine() else { return };
        let result = sql::run(&self.shared.config, async |client| {
            let query = format!("SELECT datname FROM pg_database WHERE datname LIKE '{pattern}'");
            for name in sql::texts(client, &query).await?.iter().filter(|name| name::is_left_over(name)) {
                // Another process may be about the same.
                drop(client.batch_execute(&format!("DROP DATABASE IF EXISTS \"{name}\"")).await);
            }
            Ok(())
        });
        // A server that does not answer is reported by what comes next.
        drop(result);
    }
}

impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let folder: Option<PathBuf> = self.folder().map(Into::into);
        f.debug_struct("Server").field("folder", &folder).field("config", &self.shared.config).finish()
    }
}
