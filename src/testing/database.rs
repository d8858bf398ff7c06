//! A database for one test.

use std::fmt;

use tokio_postgres::Config;

use super::error::{Context, Error};
use super::server::Server;
use super::{name, sql, url};

/// From this version on `CREATE DATABASE` has a strategy, whose default is slower for small databases.
const HAS_STRATEGY: u32 = 150_000;

/// A database of its own, dropped with the value, whoever is still connected to it.
pub struct Database {
    server: Server,
    name: String,
    url: String,
    config: Config,
}

impl Database {
    /// Makes an empty database on [`Server::shared`].
    ///
    /// # Errors
    ///
    /// Those of [`Server::shared`], and when the server refuses.
    pub fn create() -> Result<Self, Error> {
        let server = Server::shared()?;
        match server.create_database() {
            // A server can be killed just after it was found.
            Err(_) if server.is_killed() => Server::shared()?.create_database(),
            result => result,
        }
    }

    /// Makes a copy of this database, with all that is in it: the fast way to start many tests from one prepared
    /// state. Nobody may be connected to the original meanwhile.
    ///
    /// # Errors
    ///
    /// When somebody is connected to this database.
    pub fn copy(&self) -> Result<Self, Error> {
        Self::create_on(&self.server, &self.name)
    }

    /// The connection string of this database.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// How to connect to this database.
    #[must_use]
    pub fn config(&self) -> Config {
        self.config.clone()
    }

    /// `piton_test_`, the id of the process, and something random.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The server that it is on.
    #[must_use]
    pub fn server(&self) -> &Server {
        &self.server
    }

    /// The template is one of our names or one of PostgreSQL's.
    pub(super) fn create_on(server: &Server, template: &str) -> Result<Self, Error> {
        let name = name::database();
        let strategy = if server.version()? >= HAS_STRATEGY { " STRATEGY file_copy" } else { "" };
        let statement = format!("CREATE DATABASE \"{name}\" TEMPLATE \"{template}\"{strategy}");
        sql::run(&server.config(), async |client| client.batch_execute(&statement).await)
            .context(|| server.failed("to create a database"))?;
        let mut config = server.config();
        config.dbname(&name);
        Ok(Self { url: url::with_database(server.url(), &name), name, config, server: server.clone() })
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        let statement = format!("DROP DATABASE IF EXISTS \"{}\" WITH (FORCE)", self.name);
        // A server that is gone took the database along.
        drop(sql::run(&self.server.config(), async |client| client.batch_execute(&statement).await));
    }
}

impl fmt::Debug for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Database").field("name", &self.name).field("server", &self.server).finish()
    }
}
