//! One contestant a file, and the order in which they stand in the tables.

use tokio::runtime::{Builder, Runtime};

use crate::race::Entry;
use crate::{Error, Result};

mod diesel;
mod diesel_async;
pub(crate) mod diesel_schema;
mod floor;
mod piton;
mod sea_orm;
mod sqlx;
mod together;
mod tokio_postgres;
mod writing;
mod xitca_postgres;

pub use together::CONTESTANTS as TOGETHER;
pub use writing::CONTESTANTS as WRITING;
use xitca_postgres::config as xitca_config;

/// The floor comes first: the tables divide by it.
pub const CONTESTANTS: &[&[Entry]] = &[
    floor::ENTRIES,
    piton::ENTRIES,
    xitca_postgres::ENTRIES,
    tokio_postgres::ENTRIES,
    diesel::ENTRIES,
    diesel_async::ENTRIES,
    sqlx::ENTRIES,
    sea_orm::ENTRIES,
];

/// One thread for everything: the process' CPU time is the contestant's, and pinning the thread pins it all.
pub fn runtime() -> Result<Runtime> {
    Builder::new_current_thread().enable_all().build().map_err(Error::from)
}
