//! The one error type of the crate.

use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt;

use tokio_postgres::error::SqlState;

mod database;
mod value;

pub use database::DbError;
pub use value::ValueError;

/// What can go wrong between a query and its rows.
///
/// The type is opaque: ask it with the predicates (`is_unique_violation`, `is_not_found`, ..) and accessors
/// ([`sqlstate`](Error::sqlstate), [`constraint`](Error::constraint), [`sql`](Error::sql), ..). The cause, where
/// there is one, is its [`source`](StdError::source).
///
/// An error carries the SQL text of its statement, and no password. It carries the value of a parameter only where the
/// server quotes it in what it [reports](DbError), such as the key of a row that was refused.
pub struct Error(Box<Inner>);

struct Inner {
    kind: Kind,
    sql: Option<Box<str>>,
    /// The number of the statement among those that were sent together.
    statement: Option<usize>,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

#[derive(Debug)]
pub(crate) enum Kind {
    /// The connection string or a setting in it cannot be used.
    Config,
    /// No connection could be made, for the reason in `source`.
    Connect,
    /// The server refused the credentials, or asked for a method that is not spoken or not safe.
    Authentication(Cow<'static, str>),
    /// A deadline passed.
    Timeout(&'static str),
    /// Reading or writing the socket failed; the connection is gone.
    Io,
    /// The connection was closed, by an earlier error or by the server.
    Closed,
    /// The pool was closed.
    PoolClosed,
    /// A setting of the server makes it send what cannot be read; the connection is gone.
    Unreadable,
    /// The server sent what the protocol does not allow; the connection is gone.
    Protocol(Cow<'static, str>),
    /// The server reported an error.
    Database(Box<DbError>),
    /// A parameter, counted from one, has no representation in its PostgreSQL type.
    Encode(usize),
    /// A value of the result could not become its Rust type.
    Decode(Place),
    /// A column of the result has a type that its Rust type cannot hold.
    Mismatch(String),
    /// The statement cannot be sent as it is.
    Statement(Cow<'static, str>),
    /// The transaction was rolled back instead of committed, because a statement in it had failed.
    RolledBack,
    /// The connection broke after a transaction was to be committed, and before the server said whether it was.
    OutcomeUnknown,
    /// So many notifications did not fit into the connection's memory of them.
    Lost(u64),
    /// A row was asked for and there was none.
    NotFound,
    /// Exactly one row was asked for and there were more.
    TooManyRows,
    /// There is more of something than a limit allows, in bytes.
    TooLarge(TooLarge, u64),
    /// Rows, so many of so many, have another version than the objects that they were to be updated from.
    Stale { stale: usize, of: usize },
}

/// What is too large.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TooLarge {
    /// A row; the connection is gone.
    Row,
    /// The rows of a statement.
    Result,
}

/// Where in a row a value stands: as much as is known.
#[derive(Debug, Default)]
pub(crate) struct Place {
    pub(crate) column: Option<usize>,
    pub(crate) name: Option<String>,
}

impl Error {
    #[cold]
    #[inline(never)]
    pub(crate) fn new(kind: Kind) -> Self {
        Error(Box::new(Inner { kind, sql: None, statement: None, source: None }))
    }

    #[cold]
    #[inline(never)]
    pub(crate) fn with_source(kind: Kind, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Error(Box::new(Inner { kind, sql: None, statement: None, source: Some(source.into()) }))
    }

    #[cold]
    pub(crate) fn protocol(what: impl Into<Cow<'static, str>>) -> Self {
        Self::new(Kind::Protocol(what.into()))
    }

    /// What the server reported.
    #[cold]
    pub(crate) fn from_database(error: DbError) -> Self {
        Self::new(Kind::Database(Box::new(error)))
    }

    /// Reading or writing failed.
    #[cold]
    pub(crate) fn io(cause: std::io::Error) -> Self {
        Self::with_source(Kind::Io, cause)
    }

    #[cold]
    #[inline(never)]
    pub(crate) fn decode(cause: ValueError) -> Self {
        Self::with_source(Kind::Decode(Place::default()), cause)
    }

    /// Adds the statement's text, unless an inner call has done so.
    #[must_use]
    pub(crate) fn with_sql(mut self, sql: &str) -> Self {
        self.0.sql.get_or_insert_with(|| sql.into());
        self
    }

    /// Names the statement among those that were sent together, counted from zero.
    #[must_use]
    pub(crate) fn at_statement(mut self, index: Option<usize>) -> Self {
        self.0.statement = self.0.statement.or(index);
        self
    }

    /// Is about a statement that was not sent together with others of its user.
    #[must_use]
    pub(crate) fn alone(mut self) -> Self {
        self.0.statement = None;
        self
    }

    /// Numbers the statement as if there was one less before it.
    #[must_use]
    pub(crate) fn earlier(mut self) -> Self {
        self.0.statement = self.0.statement.and_then(|index| index.checked_sub(1));
        self
    }

    /// Names the column of the result, counted from one, whose value could not be decoded.
    #[must_use]
    pub(crate) fn at_column(mut self, column: usize, name: Option<String>) -> Self {
        if let Kind::Decode(place) = &mut self.0.kind {
            *place = Place { column: Some(column), name };
        }
        self
    }

    /// The end of a connection, once more, for another of those who used it.
    #[must_use]
    pub(crate) fn for_another(&self) -> Self {
        let kind = match &self.0.kind {
            Kind::Database(error) => Kind::Database(error.clone()),
            Kind::Protocol(what) => Kind::Protocol(what.clone()),
            Kind::Io => Kind::Io,
            Kind::Unreadable => Kind::Unreadable,
            Kind::TooLarge(what, limit) => Kind::TooLarge(*what, *limit),
            _ => Kind::Closed,
        };
        let Some(source) = &self.0.source else { return Self::new(kind) };
        match source.downcast_ref::<std::io::Error>() {
            Some(io) => Self::with_source(kind, std::io::Error::new(io.kind(), io.to_string())),
            None => Self::with_source(kind, source.to_string()),
        }
    }

    /// Whether the server itself said that it ends the session, so that it executed nothing that it had not begun. Not
    /// the word of a proxy, which may not know what the server did.
    pub(crate) fn ends_session(&self) -> bool {
        self.database().is_some_and(|error| {
            error.is_fatal()
                && matches!(error.sqlstate().code(), "57P01" | "57P05")
                && error.routine() == Some("ProcessInterrupts")
        })
    }

    pub(crate) fn kind(&self) -> &Kind {
        &self.0.kind
    }

    /// The error as the server reported it, if it did.
    #[must_use]
    pub fn database(&self) -> Option<&DbError> {
        match &self.0.kind {
            Kind::Database(error) => Some(error),
            _ => None,
        }
    }

    /// The text of the statement that failed, with placeholders in the place of values.
    #[must_use]
    pub fn sql(&self) -> Option<&str> {
        self.0.sql.as_deref()
    }

    /// Which of the statements that were sent together failed, counted from zero. `None` if they were not sent together,
    /// or if it is not one statement that failed, but the connection or the end of the transaction.
    #[must_use]
    pub fn statement_index(&self) -> Option<usize> {
        self.0.statement
    }

    /// The server's five-character code, see the appendix "PostgreSQL Error Codes" of its manual.
    #[must_use]
    pub fn sqlstate(&self) -> Option<&SqlState> {
        self.database().map(DbError::sqlstate)
    }

    /// The constraint that a row violated.
    #[must_use]
    pub fn constraint(&self) -> Option<&str> {
        self.database().and_then(DbError::constraint)
    }

    /// The table that the server's error is about.
    #[must_use]
    pub fn table(&self) -> Option<&str> {
        self.database().and_then(DbError::table)
    }

    /// The column that the server's error is about.
    #[must_use]
    pub fn column(&self) -> Option<&str> {
        self.database().and_then(DbError::column)
    }

    /// A row was asked for and there was none.
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        matches!(self.0.kind, Kind::NotFound)
    }

    /// Exactly one row was asked for and there were more.
    #[must_use]
    pub fn is_too_many_rows(&self) -> bool {
        matches!(self.0.kind, Kind::TooManyRows)
    }

    /// A row was changed by somebody else since the object was loaded that it was to be updated from: its `version` is
    /// another one. Nothing was written; load it anew.
    #[must_use]
    pub fn is_stale(&self) -> bool {
        matches!(self.0.kind, Kind::Stale { .. })
    }

    /// The connection cannot be used any more: open another.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        match &self.0.kind {
            Kind::Io
            | Kind::Closed
            | Kind::Unreadable
            | Kind::Protocol(_)
            | Kind::OutcomeUnknown
            | Kind::TooLarge(TooLarge::Row, _) => true,
            Kind::Database(error) => error.is_fatal(),
            _ => false,
        }
    }

    /// A row, or all rows of a statement, are larger than a limit of the connection allows: see
    /// [`set_row_limit`](crate::Connection::set_row_limit) and
    /// [`set_result_limit`](crate::Connection::set_result_limit).
    #[must_use]
    pub fn is_too_large(&self) -> bool {
        matches!(self.0.kind, Kind::TooLarge(..))
    }

    /// The pool was closed and lends no connection any more.
    #[must_use]
    pub fn is_pool_closed(&self) -> bool {
        matches!(self.0.kind, Kind::PoolClosed)
    }

    /// A deadline passed.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        matches!(self.0.kind, Kind::Timeout(_))
    }

    /// The server refused the credentials, or the way it asked for them is not acceptable.
    #[must_use]
    pub fn is_authentication(&self) -> bool {
        match &self.0.kind {
            Kind::Authentication(_) => true,
            Kind::Database(error) => error.sqlstate().code().starts_with("28"),
            _ => false,
        }
    }

    /// A type of the result is not the type that the query's rows are decoded to.
    ///
    /// The server says what it returns in the round trip in which it executes, so a statement that changes data, such
    /// as `INSERT .. RETURNING`, has been executed when this is found.
    #[must_use]
    pub fn is_type_mismatch(&self) -> bool {
        matches!(self.0.kind, Kind::Mismatch(_))
    }

    /// A unique or primary key constraint was violated (SQLSTATE 23505).
    #[must_use]
    pub fn is_unique_violation(&self) -> bool {
        self.has_state(&SqlState::UNIQUE_VIOLATION)
    }

    /// A foreign key constraint was violated (SQLSTATE 23503).
    #[must_use]
    pub fn is_foreign_key_violation(&self) -> bool {
        self.has_state(&SqlState::FOREIGN_KEY_VIOLATION)
    }

    /// NULL was stored in a column that is NOT NULL (SQLSTATE 23502).
    #[must_use]
    pub fn is_not_null_violation(&self) -> bool {
        self.has_state(&SqlState::NOT_NULL_VIOLATION)
    }

    /// A check constraint was violated (SQLSTATE 23514).
    #[must_use]
    pub fn is_check_violation(&self) -> bool {
        self.has_state(&SqlState::CHECK_VIOLATION)
    }

    /// An exclusion constraint was violated (SQLSTATE 23P01): the row is in conflict with another one.
    #[must_use]
    pub fn is_exclusion_violation(&self) -> bool {
        self.has_state(&SqlState::EXCLUSION_VIOLATION)
    }

    /// The transaction was rolled back although it was to be committed, because a statement in it had failed before.
    #[must_use]
    pub fn is_rolled_back(&self) -> bool {
        matches!(self.0.kind, Kind::RolledBack)
    }

    /// The connection broke while a transaction was being committed: it may have been, or not.
    ///
    /// Whoever does the transaction again must first look whether it was done.
    #[must_use]
    pub fn is_outcome_unknown(&self) -> bool {
        matches!(self.0.kind, Kind::OutcomeUnknown)
    }

    /// How many notifications were lost because nobody asked for them in time. Those that follow are not.
    #[must_use]
    pub fn lost_notifications(&self) -> Option<u64> {
        match self.0.kind {
            Kind::Lost(count) => Some(count),
            _ => None,
        }
    }

    /// The statement was cancelled (SQLSTATE 57014): by a cancel request, or by a timeout of the server such as
    /// `statement_timeout`.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.has_state(&SqlState::QUERY_CANCELED)
    }

    /// Concurrent transactions cannot be put into an order (SQLSTATE 40001): do the whole transaction again.
    #[must_use]
    pub fn is_serialization_failure(&self) -> bool {
        self.has_state(&SqlState::T_R_SERIALIZATION_FAILURE)
    }

    /// Two transactions wait for each other, and this one was chosen to fail (SQLSTATE 40P01): do the whole transaction
    /// again.
    #[must_use]
    pub fn is_deadlock(&self) -> bool {
        self.has_state(&SqlState::T_R_DEADLOCK_DETECTED)
    }

    /// Another transaction got in the way, so that it is worth to do the whole transaction again: a serialization failure
    /// or a deadlock.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        self.database().is_some_and(DbError::is_conflict)
    }

    fn has_state(&self, state: &SqlState) -> bool {
        self.sqlstate() == Some(state)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0.kind {
            Kind::Config => f.write_str("the connection string cannot be used")?,
            Kind::Connect => f.write_str("cannot connect to the server")?,
            Kind::Authentication(why) => write!(f, "authentication failed: {why}")?,
            Kind::Timeout(what) => write!(f, "timed out {what}")?,
            Kind::Io => f.write_str("the connection broke")?,
            Kind::Closed => f.write_str("the connection is closed")?,
            Kind::PoolClosed => f.write_str("the pool is closed")?,
            Kind::Unreadable => f.write_str("the server's values cannot be read")?,
            Kind::Protocol(what) => write!(f, "the server broke the protocol: {what}")?,
            Kind::Database(error) => write!(f, "{error}")?,
            Kind::Encode(number) => write!(f, "parameter ${number} cannot be sent")?,
            Kind::Decode(place) => {
                f.write_str("cannot decode ")?;
                match (&place.name, place.column) {
                    (Some(name), Some(column)) => write!(f, "{name} (column {column} of the result)")?,
                    (None, Some(column)) => write!(f, "column {column} of the result")?,
                    _ => f.write_str("a value of the result")?,
                }
            }
            Kind::Mismatch(what) => f.write_str(what)?,
            Kind::Statement(what) => f.write_str(what)?,
            Kind::RolledBack => {
                f.write_str("the transaction was rolled back, because a statement in it had failed")?;
            }
            Kind::OutcomeUnknown => f.write_str("it is not known whether the transaction was committed")?,
            Kind::Lost(count) => {
                write!(f, "{count} notifications were lost, because they were not asked for")?;
            }
            Kind::TooLarge(TooLarge::Row, limit) => {
                write!(f, "a row is longer than the limit of {limit} bytes")?;
            }
            Kind::TooLarge(TooLarge::Result, limit) => {
                write!(f, "the rows of the statement are more than the limit of {limit} bytes")?;
            }
            Kind::NotFound => f.write_str("no row found")?,
            Kind::TooManyRows => f.write_str("more than one row found")?,
            Kind::Stale { of: 1, .. } => {
                f.write_str("the row was changed by somebody else since it was loaded")?;
            }
            Kind::Stale { stale, of } => write!(
                f,
                "{stale} of {of} rows were changed by somebody else since they were loaded; none was updated"
            )?,
        }
        // A server's error is displayed in full, so it is not repeated as a cause.
        if let Some(source) = &self.0.source {
            write!(f, ": {source}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("kind", &self.0.kind)
            .field("sql", &self.0.sql)
            .field("statement", &self.0.statement)
            .field("source", &self.0.source)
            .finish()
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source.as_deref().map(|source| source as &(dyn StdError + 'static))
    }
}
