//! A connection that is lent, and how it comes back.

use std::fmt;
use std::ops::{Deref, DerefMut};
use std::time::Duration;

use deadpool::managed::{self, Object};
use tokio::runtime::Handle;
use tokio::time::Instant;
use tokio_postgres::error::SqlState;

use super::manager::{Manager, Slot};
use super::seat::Seat;
use crate::connection::Connection;
use crate::error::{Error, Kind};

/// A connection of a [`Pool`](super::Pool), which goes back when this is dropped.
#[must_use = "the connection goes back to its pool when it is dropped"]
pub struct PooledConnection {
    object: Option<Object<Manager>>,
}

impl PooledConnection {
    pub(super) fn new(object: Object<Manager>) -> Self {
        PooledConnection { object: Some(object) }
    }

    /// Takes the connection out of the pool for good, which may open another one in its place: one that listens, or whose
    /// session has settings that nobody else should get.
    #[must_use]
    pub fn detach(mut self) -> Connection {
        *Object::take(self.take()).connection
    }

    /// Lets others send statements on it, too.
    pub(super) fn share(self) -> Seat {
        let lane = self.slot().lane.clone();
        lane.open(self)
    }

    /// Whether it was lent before.
    pub(super) fn is_reused(&self) -> bool {
        self.object.as_ref().is_some_and(|object| Object::metrics(object).recycle_count > 0)
    }

    #[allow(clippy::expect_used, reason = "only `detach` and the drop take it, and nothing comes after them")]
    fn slot(&self) -> &Slot {
        self.object.as_ref().expect("the connection is lent")
    }

    #[allow(clippy::expect_used, reason = "only `detach` and the drop take it, and nothing comes after them")]
    fn take(&mut self) -> Object<Manager> {
        self.object.take().expect("the connection is lent")
    }
}

impl Deref for PooledConnection {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        &self.slot().connection
    }
}

impl DerefMut for PooledConnection {
    #[allow(clippy::expect_used, reason = "only `detach` and the drop take it, and nothing comes after them")]
    fn deref_mut(&mut self) -> &mut Connection {
        &mut self.object.as_mut().expect("the connection is lent").connection
    }
}

impl Drop for PooledConnection {
    fn drop(&mut self) {
        if let Some(object) = self.object.take()
            && let Some(pool) = Object::pool(&object)
        {
            give_back(object, pool);
        }
    }
}

/// Gives a connection to others if it is in order, has it put in order if it can be, and closes it otherwise.
fn give_back(mut object: Object<Manager>, pool: managed::Pool<Manager>) {
    let manager = pool.manager();
    object.returned = Instant::now();
    // Whoever panics has not left things as they should be.
    if object.connection.is_closed()
        || std::thread::panicking()
        || manager.is_expired(&object, object.returned)
    {
        drop(Object::take(object));
    } else if manager.is_in_order(&object) {
        drop(object);
    } else {
        let untidy = Untidy(Some(object));
        if let Ok(runtime) = Handle::try_current() {
            drop(runtime.spawn(put_in_order(untidy, pool)));
        }
    }
}

async fn put_in_order(mut untidy: Untidy, pool: managed::Pool<Manager>) {
    let Some(slot) = untidy.0.as_deref_mut() else { return };
    let manager = pool.manager();
    match within(manager.recycle, manager.put_in_order(slot)).await {
        Ok(()) if manager.is_in_order(slot) => {
            slot.returned = Instant::now();
            drop(untidy.0.take());
        }
        Ok(()) => {}
        Err(error) => {
            // Its code alone: what the server says about it may quote values.
            let code = error.sqlstate().map(SqlState::code);
            tracing::debug!(code, "a connection that came back unfinished is closed");
        }
    }
}

async fn within(limit: Option<Duration>, work: impl Future<Output = Result<(), Error>>) -> Result<(), Error> {
    match limit {
        None => work.await,
        Some(limit) => match tokio::time::timeout(limit, work).await {
            Ok(done) => done,
            Err(_) => Err(Error::new(Kind::Timeout("while a connection was put in order"))),
        },
    }
}

/// A connection that nobody may get. Whatever ends the task that puts it in order, such as the end of the runtime,
/// closes it, and the pool may open another one in its place.
struct Untidy(Option<Object<Manager>>);

impl Drop for Untidy {
    fn drop(&mut self) {
        drop(self.0.take().map(Object::take));
    }
}

impl fmt::Debug for PooledConnection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("PooledConnection").field(&**self).finish()
    }
}
