//! Relations, pipelines and pools: each library in the way that its documentation recommends for them.

use std::future::Future;

use tokio::task::JoinSet;

use crate::Result;
use crate::race::{Answer, Entry};
use crate::rows::Check;

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

/// Connections of every pool.
const CONNECTIONS: usize = 8;

/// Gives each list of keys to a task of its own, with a clone of the pool.
async fn share<P, F, T>(pool: &P, tasks: Vec<Vec<i32>>, task: F) -> Answer
where
    P: Clone,
    F: Fn(P, Vec<i32>) -> T,
    T: Future<Output = Result<Check>> + Send + 'static,
{
    let mut running = JoinSet::new();
    for keys in tasks {
        running.spawn(task(pool.clone(), keys));
    }
    let mut all = Check::default();
    while let Some(check) = running.join_next().await {
        all.append(check??);
    }
    Ok(Some(Box::new(all)))
}
