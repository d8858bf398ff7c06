//! How transactions begin.

use std::fmt::Write as _;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use super::Connection;
use super::lease::Lease;
use super::transaction::Transaction;
use crate::error::{Error, Kind};

/// What a transaction sees of others. See the manual's page "Transaction Isolation".
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum IsolationLevel {
    /// `READ UNCOMMITTED`, which PostgreSQL treats as `READ COMMITTED`.
    ReadUncommitted,
    /// `READ COMMITTED`: each statement sees what was committed before it began.
    ReadCommitted,
    /// `REPEATABLE READ`: all statements see what was committed before the first one.
    RepeatableRead,
    /// `SERIALIZABLE`: as if transactions ran one after the other.
    Serializable,
}

impl IsolationLevel {
    fn sql(self) -> &'static str {
        match self {
            IsolationLevel::ReadUncommitted => "READ UNCOMMITTED",
            IsolationLevel::ReadCommitted => "READ COMMITTED",
            IsolationLevel::RepeatableRead => "REPEATABLE READ",
            IsolationLevel::Serializable => "SERIALIZABLE",
        }
    }
}

/// The properties of a transaction. What is not said is as the session's settings say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TransactionOptions {
    isolation: Option<IsolationLevel>,
    read_only: Option<bool>,
    deferrable: Option<bool>,
    snapshot: Option<String>,
    lazy: bool,
}

impl TransactionOptions {
    /// Everything as the session's settings say.
    #[must_use]
    pub fn new() -> Self {
        TransactionOptions::default()
    }

    /// What the transaction sees of others: `ISOLATION LEVEL`.
    #[must_use]
    pub fn isolation_level(mut self, level: IsolationLevel) -> Self {
        self.isolation = Some(level);
        self
    }

    /// Whether it may change nothing: `READ ONLY` or `READ WRITE`.
    #[must_use]
    pub fn read_only(mut self, read_only: bool) -> Self {
        self.read_only = Some(read_only);
        self
    }

    /// Whether it waits until it can run without failing: `DEFERRABLE`. It has an effect only on transactions that are
    /// serializable and read only.
    #[must_use]
    pub fn deferrable(mut self, deferrable: bool) -> Self {
        self.deferrable = Some(deferrable);
        self
    }

    /// Sees what the transaction sees that has exported the snapshot of this name, see
    /// [`Transaction::export_snapshot`]. It must be `REPEATABLE READ` or `SERIALIZABLE`.
    #[must_use]
    pub fn snapshot(mut self, name: impl Into<String>) -> Self {
        self.snapshot = Some(name.into());
        self
    }

    /// Has `BEGIN` go with the first statement, in its round trip: `begin` sends nothing. That it fails is then the error
    /// of that statement, which is not executed.
    ///
    /// A script, a COPY and the first statement after a [`snapshot`](TransactionOptions::snapshot) need a round trip for
    /// it nevertheless. A transaction without a statement is never begun.
    #[must_use]
    pub fn lazy(mut self) -> Self {
        self.lazy = true;
        self
    }

    /// The commands that begin the transaction.
    ///
    /// # Errors
    ///
    /// The snapshot's name is none.
    fn script(&self) -> Result<String, Error> {
        let mut script = "BEGIN".to_owned();
        if let Some(level) = self.isolation {
            script += " ISOLATION LEVEL ";
            script += level.sql();
        }
        for (property, yes, no) in [
            (self.read_only, " READ ONLY", " READ WRITE"),
            (self.deferrable, " DEFERRABLE", " NOT DEFERRABLE"),
        ] {
            script += property.map_or("", |property| if property { yes } else { no });
        }
        if let Some(name) = &self.snapshot {
            if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-') {
                return Err(Error::new(Kind::Statement(
                    "the snapshot's name is not one that a server makes".into(),
                )));
            }
            write!(script, "; SET TRANSACTION SNAPSHOT '{name}'").map_err(|_| Error::new(Kind::Closed))?;
        }
        Ok(script)
    }
}

/// A transaction before it begins. Made by [`Connection::build_transaction`].
#[derive(Debug)]
#[must_use = "nothing is sent before `begin`"]
pub struct TransactionBuilder<'c> {
    connection: Lease<'c>,
    options: TransactionOptions,
}

impl<'c> TransactionBuilder<'c> {
    pub(crate) fn new(connection: Lease<'c>) -> Self {
        TransactionBuilder { connection, options: TransactionOptions::new() }
    }

    /// Takes all properties from elsewhere.
    pub fn options(mut self, options: TransactionOptions) -> Self {
        self.options = options;
        self
    }

    /// See [`TransactionOptions::isolation_level`].
    pub fn isolation_level(mut self, level: IsolationLevel) -> Self {
        self.options = self.options.isolation_level(level);
        self
    }

    /// See [`TransactionOptions::read_only`].
    pub fn read_only(mut self, read_only: bool) -> Self {
        self.options = self.options.read_only(read_only);
        self
    }

    /// See [`TransactionOptions::deferrable`].
    pub fn deferrable(mut self, deferrable: bool) -> Self {
        self.options = self.options.deferrable(deferrable);
        self
    }

    /// See [`TransactionOptions::snapshot`].
    pub fn snapshot(mut self, name: impl Into<String>) -> Self {
        self.options = self.options.snapshot(name);
        self
    }

    /// See [`TransactionOptions::lazy`].
    pub fn lazy(mut self) -> Self {
        self.options = self.options.lazy();
        self
    }

    /// Begins the transaction, see [`Connection::begin`].
    pub fn begin(self) -> Begin<'c> {
        let script = self.options.script();
        let lazy = self.options.lazy && self.options.snapshot.is_none();
        Begin { lazy, ..Begin::new(Transaction::new(self.connection, 1), script) }
    }
}

/// A transaction that begins, as a future. Dropped at any time, no transaction is left.
#[derive(Debug)]
#[must_use = "nothing is sent before the future is awaited"]
pub struct Begin<'c> {
    transaction: Option<Transaction<'c>>,
    script: Result<String, Option<Error>>,
    flight: Option<u64>,
    lazy: bool,
}

impl<'c> Begin<'c> {
    pub(super) fn new(transaction: Transaction<'c>, script: Result<String, Error>) -> Self {
        Begin { transaction: Some(transaction), script: script.map_err(Some), flight: None, lazy: false }
    }
}

impl<'c> Future for Begin<'c> {
    type Output = Result<Transaction<'c>, Error>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let Begin { transaction, script, flight, lazy } = self.get_mut();
        let script = match script {
            Ok(script) => script,
            Err(error) => return Poll::Ready(Err(error.take().unwrap_or_else(over))),
        };
        let Some(begins) = transaction else { return Poll::Ready(Err(over())) };
        let begun = ready!(begins.poll_begin(context, script, *lazy, flight));
        let transaction = transaction.take();
        Poll::Ready(begun.and_then(|()| transaction.ok_or_else(over)))
    }
}

impl Connection {
    /// Begins a transaction.
    ///
    /// The future's error is that of the server, or says that a statement has begun a transaction already.
    pub fn begin(&mut self) -> Begin<'_> {
        self.build_transaction().begin()
    }

    /// Begins a transaction with other properties than usual.
    ///
    /// ```no_run
    /// # use piton::prelude::*;
    /// # async fn example(db: &mut Connection) -> Result<(), piton::Error> {
    /// use piton::connection::IsolationLevel;
    ///
    /// let report = db.build_transaction().isolation_level(IsolationLevel::RepeatableRead).read_only(true).begin().await?;
    /// # report.commit().await
    /// # }
    /// ```
    pub fn build_transaction(&mut self) -> TransactionBuilder<'_> {
        TransactionBuilder::new(Lease::Borrowed(self))
    }
}

#[cold]
fn over() -> Error {
    Error::new(Kind::Statement("the execution is over".into()))
}
