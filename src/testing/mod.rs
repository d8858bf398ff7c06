//! A throwaway PostgreSQL server for tests and first runs.

mod cluster;
mod database;
mod error;
mod fetch;
mod find;
mod name;
mod package;
mod place;
mod private;
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
