//! Advisory locks: locks on numbers and names whose meaning is the program's.

use std::fmt::Write as _;
use std::future::poll_fn;
use std::ops::{Deref, DerefMut};

use super::collect::{Discard, First};
use super::executor::{Executor, Finish};
use super::lease::Lease;
use super::{Connection, Pool, Transaction};
use crate::error::Error;
use crate::sql::{Clause, Statement, quote_literal};
use crate::value::Row;

/// What an advisory lock is on: an `i64`, two `i32`, or a text.
///
/// The two kinds of numbers do not meet. A text stands for the `i64` that the server makes of it by
/// `hashtextextended(text, 0)`, so two texts can stand for the same lock, which is not likely.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct LockKey(Key);

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Key {
    Number(i64),
    Pair(i32, i32),
    Text(String),
}

impl From<i64> for LockKey {
    fn from(number: i64) -> Self {
        LockKey(Key::Number(number))
    }
}

impl From<(i32, i32)> for LockKey {
    fn from((first, second): (i32, i32)) -> Self {
        LockKey(Key::Pair(first, second))
    }
}

impl From<&str> for LockKey {
    fn from(text: &str) -> Self {
        LockKey(Key::Text(text.to_owned()))
    }
}

impl From<String> for LockKey {
    fn from(text: String) -> Self {
        LockKey(Key::Text(text))
    }
}

impl LockKey {
    /// The call of a function with the key.
    fn call(&self, before: &'static str) -> Statement {
        let mut statement = Statement::new();
        statement.part(Clause::Raw, |out| {
            out.text(before);
            match &self.0 {
                Key::Number(number) => out.bind(number),
                Key::Pair(first, second) => {
                    out.bind(first);
                    out.text(", ");
                    out.bind(second);
                }
                Key::Text(text) => {
                    out.text("pg_catalog.hashtextextended(");
                    out.bind(text);
                    out.text(", 0)");
                }
            }
            out.text(")");
        });
        statement
    }

    /// As [`call`](LockKey::call), as text.
    fn script(&self, before: &'static str) -> String {
        let mut sql = before.to_owned();
        // Writing to a string does not fail.
        let written = match &self.0 {
            Key::Number(number) => write!(sql, "{number})"),
            Key::Pair(first, second) => write!(sql, "{first}, {second})"),
            Key::Text(text) => {
                sql += "pg_catalog.hashtextextended(";
                quote_literal(&mut sql, text);
                sql += ", 0))";
                Ok(())
            }
        };
        debug_assert!(written.is_ok());
        sql
    }
}

/// The functions that take and give back a lock.
#[derive(Clone, Copy, Debug)]
struct Functions {
    take: &'static str,
    give_back: &'static str,
}

const EXCLUSIVE: &str = "SELECT pg_catalog.pg_advisory_unlock(";
const SHARED: &str = "SELECT pg_catalog.pg_advisory_unlock_shared(";

const LOCK: Functions = Functions { take: "SELECT pg_catalog.pg_advisory_lock(", give_back: EXCLUSIVE };
const LOCK_SHARED: Functions =
    Functions { take: "SELECT pg_catalog.pg_advisory_lock_shared(", give_back: SHARED };
const TRY_LOCK: Functions =
    Functions { take: "SELECT pg_catalog.pg_try_advisory_lock(", give_back: EXCLUSIVE };
const TRY_LOCK_SHARED: Functions =
    Functions { take: "SELECT pg_catalog.pg_try_advisory_lock_shared(", give_back: SHARED };

/// An advisory lock of a session, with its connection, on which queries run as on any other: `&mut *lock`.
///
/// It is given back by [`release`](AdvisoryLock::release), and when this is dropped: at once, as far as that is possible
/// without waiting, and in any case before anything else is executed on the connection or a pool lends it. See the
/// manual's page "Explicit Locking", section "Advisory Locks".
///
/// Behind a pooler that lends sessions for a transaction, take the lock in a transaction instead:
/// [`Transaction::advisory_lock`].
#[derive(Debug)]
#[must_use = "the lock is given back when this is dropped"]
pub struct AdvisoryLock<'c> {
    connection: Lease<'c>,
    key: LockKey,
    give_back: &'static str,
    /// Whether the session may have the lock.
    armed: bool,
}

impl<'c> AdvisoryLock<'c> {
    /// Waits for a lock.
    async fn wait(connection: Lease<'c>, key: LockKey, functions: Functions) -> Result<Self, Error> {
        let mut lock = AdvisoryLock { connection, key, give_back: functions.give_back, armed: true };
        let statement = lock.key.call(functions.take);
        let taken = lock.connection.run(&statement, |_| (), &mut Discard).await;
        lock.armed = taken.is_ok();
        taken.map(|_| lock)
    }

    /// Takes a lock if nobody has it.
    async fn attempt(
        connection: Lease<'c>,
        key: LockKey,
        functions: Functions,
    ) -> Result<Option<Self>, Error> {
        let mut lock = AdvisoryLock { connection, key, give_back: functions.give_back, armed: true };
        let statement = lock.key.call(functions.take);
        let taken = is_taken(&mut *lock.connection, &statement).await;
        lock.armed = matches!(taken, Ok(true));
        taken.map(|taken| taken.then_some(lock))
    }

    /// What the lock is on.
    #[must_use]
    pub fn key(&self) -> &LockKey {
        &self.key
    }

    /// Gives the lock back, and waits until the server has.
    ///
    /// # Errors
    ///
    /// The connection breaks: then the server gives it back by itself.
    pub async fn release(mut self) -> Result<(), Error> {
        self.give_back();
        poll_fn(|context| self.connection.poll_settle(context, 0)).await
    }

    fn give_back(&mut self) {
        if std::mem::replace(&mut self.armed, false) {
            let script = self.key.script(self.give_back);
            self.connection.session.unlocks.push(script);
        }
    }
}

impl Drop for AdvisoryLock<'_> {
    fn drop(&mut self) {
        self.give_back();
        self.connection.unlock_at_once();
    }
}

impl Deref for AdvisoryLock<'_> {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        &self.connection
    }
}

impl DerefMut for AdvisoryLock<'_> {
    fn deref_mut(&mut self) -> &mut Connection {
        &mut self.connection
    }
}

/// Runs a function that says whether it has taken a lock.
async fn is_taken<D: Executor>(db: D, statement: &Statement) -> Result<bool, Error> {
    let mut taken = First::<bool>::default();
    let outcome = db.run(statement, <bool as Row>::describe, &mut taken).await?;
    Ok(taken.finish(outcome)? == Some(true))
}

/// Locks of the session. Each returns the lock with the connection, see [`AdvisoryLock`].
///
/// ```no_run
/// # use piton::prelude::*;
/// # async fn example(db: &mut Connection) -> Result<(), piton::Error> {
/// // One program at a time sends the letters.
/// if let Some(mut lock) = db.try_advisory_lock("letters").await? {
///     sql!("UPDATE letter SET sent = true").execute(&mut *lock).await?;
///     lock.release().await?;
/// }
/// # Ok(()) }
/// ```
impl Connection {
    /// Waits until nobody else has the lock, and takes it: `pg_advisory_lock`.
    ///
    /// A statement that waits holds up `CREATE INDEX CONCURRENTLY` of others; who creates indexes under the lock polls
    /// with [`try_advisory_lock`](Connection::try_advisory_lock) instead.
    ///
    /// # Errors
    ///
    /// The server refuses it, or the connection breaks.
    pub async fn advisory_lock(&mut self, key: impl Into<LockKey>) -> Result<AdvisoryLock<'_>, Error> {
        AdvisoryLock::wait(Lease::Borrowed(self), key.into(), LOCK).await
    }

    /// Waits until nobody has the lock for himself, and shares it: `pg_advisory_lock_shared`.
    ///
    /// # Errors
    ///
    /// The server refuses it, or the connection breaks.
    pub async fn advisory_lock_shared(&mut self, key: impl Into<LockKey>) -> Result<AdvisoryLock<'_>, Error> {
        AdvisoryLock::wait(Lease::Borrowed(self), key.into(), LOCK_SHARED).await
    }

    /// Takes the lock if nobody else has it, without waiting: `pg_try_advisory_lock`.
    ///
    /// # Errors
    ///
    /// The server refuses it, or the connection breaks.
    pub async fn try_advisory_lock(
        &mut self,
        key: impl Into<LockKey>,
    ) -> Result<Option<AdvisoryLock<'_>>, Error> {
        AdvisoryLock::attempt(Lease::Borrowed(self), key.into(), TRY_LOCK).await
    }

    /// Shares the lock if nobody has it for himself, without waiting: `pg_try_advisory_lock_shared`.
    ///
    /// # Errors
    ///
    /// The server refuses it, or the connection breaks.
    pub async fn try_advisory_lock_shared(
        &mut self,
        key: impl Into<LockKey>,
    ) -> Result<Option<AdvisoryLock<'_>>, Error> {
        AdvisoryLock::attempt(Lease::Borrowed(self), key.into(), TRY_LOCK_SHARED).await
    }

    /// Asks the server to give back what was dropped, and says whether there was something. Inside of a transaction that
    /// has failed it would refuse.
    pub(super) fn launch_unlocks(&mut self) -> Result<bool, Error> {
        if self.session.unlocks.is_empty() || self.session.status == crate::wire::TransactionStatus::Failed {
            return Ok(false);
        }
        let script = std::mem::take(&mut self.session.unlocks).join("; ");
        // A key may be a text, which is not told.
        self.launch_script_as(&script, "SELECT pg_advisory_unlock(..)", false)?;
        Ok(true)
    }

    /// As much as can be done without waiting. The rest is done before the next use.
    fn unlock_at_once(&mut self) {
        if self.broken || !self.session.flights.is_empty() {
            return;
        }
        match self.launch_unlocks() {
            Ok(true) => self.flush_at_once(),
            Ok(false) => {}
            Err(error) => {
                tracing::debug!(%error, "a lock cannot be given back");
                self.broken = true;
            }
        }
    }
}

/// Locks on a connection of the pool, which goes back when the lock is dropped.
impl Pool {
    /// See [`Connection::advisory_lock`].
    ///
    /// # Errors
    ///
    /// As [`Connection::advisory_lock`] and [`acquire`](Pool::acquire).
    pub async fn advisory_lock(&self, key: impl Into<LockKey>) -> Result<AdvisoryLock<'static>, Error> {
        let key = key.into();
        AdvisoryLock::wait(Lease::Pooled(self.acquire().await?), key, LOCK).await
    }

    /// See [`Connection::advisory_lock_shared`].
    ///
    /// # Errors
    ///
    /// As [`Connection::advisory_lock`] and [`acquire`](Pool::acquire).
    pub async fn advisory_lock_shared(
        &self,
        key: impl Into<LockKey>,
    ) -> Result<AdvisoryLock<'static>, Error> {
        let key = key.into();
        AdvisoryLock::wait(Lease::Pooled(self.acquire().await?), key, LOCK_SHARED).await
    }

    /// See [`Connection::try_advisory_lock`].
    ///
    /// # Errors
    ///
    /// As [`Connection::advisory_lock`] and [`acquire`](Pool::acquire).
    pub async fn try_advisory_lock(
        &self,
        key: impl Into<LockKey>,
    ) -> Result<Option<AdvisoryLock<'static>>, Error> {
        let key = key.into();
        AdvisoryLock::attempt(Lease::Pooled(self.acquire().await?), key, TRY_LOCK).await
    }

    /// See [`Connection::try_advisory_lock_shared`].
    ///
    /// # Errors
    ///
    /// As [`Connection::advisory_lock`] and [`acquire`](Pool::acquire).
    pub async fn try_advisory_lock_shared(
        &self,
        key: impl Into<LockKey>,
    ) -> Result<Option<AdvisoryLock<'static>>, Error> {
        let key = key.into();
        AdvisoryLock::attempt(Lease::Pooled(self.acquire().await?), key, TRY_LOCK_SHARED).await
    }
}

/// Locks of the transaction: they are given back at its end, or where a savepoint is rolled back in which they were taken.
impl Transaction<'_> {
    /// Waits until nobody else has the lock, and takes it: `pg_advisory_xact_lock`.
    ///
    /// # Errors
    ///
    /// The server refuses it, or the connection breaks.
    pub async fn advisory_lock(&mut self, key: impl Into<LockKey>) -> Result<(), Error> {
        let statement = key.into().call("SELECT pg_catalog.pg_advisory_xact_lock(");
        Executor::run(self, &statement, |_| (), &mut Discard).await.map(|_| ())
    }

    /// Waits until nobody has the lock for himself, and shares it: `pg_advisory_xact_lock_shared`.
    ///
    /// # Errors
    ///
    /// The server refuses it, or the connection breaks.
    pub async fn advisory_lock_shared(&mut self, key: impl Into<LockKey>) -> Result<(), Error> {
        let statement = key.into().call("SELECT pg_catalog.pg_advisory_xact_lock_shared(");
        Executor::run(self, &statement, |_| (), &mut Discard).await.map(|_| ())
    }

    /// Takes the lock if nobody else has it, and says whether it did, without waiting: `pg_try_advisory_xact_lock`.
    ///
    /// # Errors
    ///
    /// The server refuses it, or the connection breaks.
    pub async fn try_advisory_lock(&mut self, key: impl Into<LockKey>) -> Result<bool, Error> {
        let statement = key.into().call("SELECT pg_catalog.pg_try_advisory_xact_lock(");
        is_taken(self, &statement).await
    }

    /// Shares the lock if nobody has it for himself, and says whether it did, without waiting:
    /// `pg_try_advisory_xact_lock_shared`.
    ///
    /// # Errors
    ///
    /// The server refuses it, or the connection breaks.
    pub async fn try_advisory_lock_shared(&mut self, key: impl Into<LockKey>) -> Result<bool, Error> {
        let statement = key.into().call("SELECT pg_catalog.pg_try_advisory_xact_lock_shared(");
        is_taken(self, &statement).await
    }
}
