//! Those who write many rows, each in the way that its documentation recommends for it, or the fastest that it has where
//! there are several.

use crate::race::Entry;

mod diesel;
mod diesel_async;
mod floor;
mod piton;
mod sea_orm;
mod sqlx;
mod tokio_postgres;
mod xitca_postgres;

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
