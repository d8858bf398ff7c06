//! Flights: what was asked and not answered yet.

use super::cache::{Describe, Id};
use crate::error::{DbError, Error};
use crate::wire::Column;

/// What the server owes for one `Sync` or one script.
#[derive(Debug)]
pub(super) struct Flight {
    /// Counts the flights of a connection.
    pub(super) number: u64,
    pub(super) expect: Expect,
    /// Statements that the flight closes before anything else.
    pub(super) closing: usize,
    /// The statement that it executes.
    pub(super) statement: Option<Id>,
    /// Whether it prepares that statement, too.
    pub(super) preparing: bool,
    /// What the columns must be, if that is still to be checked.
    pub(super) describe: Option<Describe>,
    /// How many columns a row has: `None` if there are no rows.
    pub(super) width: Option<u16>,
    /// Whether a row came.
    pub(super) has_rows: bool,
    /// Whether a row was handed out.
    pub(super) delivered: bool,
    /// Why no row is handed out any more.
    pub(super) error: Option<Error>,
    pub(super) affected: Option<u64>,
    /// Whether the error says that the prepared statement is not usable any more.
    pub(super) stale: bool,
}

/// Which message comes next, if nothing goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Expect {
    ParseComplete,
    ParameterDescription,
    RowDescription,
    BindComplete,
    /// Rows, or the end of the command.
    Rows,
    /// The data of a COPY to the client, which nobody asked for.
    CopyData,
    /// Anything that the statements of a script can answer.
    Script,
    Ready,
}

/// A flight that was answered.
#[derive(Debug)]
pub(super) struct Landed {
    pub(super) affected: Option<u64>,
    pub(super) error: Option<Error>,
    /// Whether the error says that the prepared statement is not usable any more, and no row was handed out.
    pub(super) stale: bool,
}

impl Flight {
    pub(super) fn new(expect: Expect) -> Self {
        Flight {
            number: 0,
            expect,
            closing: 0,
            statement: None,
            preparing: false,
            describe: None,
            width: None,
            has_rows: false,
            delivered: false,
            error: None,
            affected: None,
            stale: false,
        }
    }

    /// Whether an error says that the server forgot the statement, or that what it is about has changed.
    ///
    /// Only `Bind` asks for a statement by its name and revalidates it. The same codes from inside a function are
    /// none of the cache's business.
    pub(super) fn is_made_stale_by(&self, error: &DbError) -> bool {
        match error.sqlstate().code() {
            "26000" => self.expect == Expect::BindComplete && !self.preparing,
            "0A000" => {
                self.expect == Expect::BindComplete
                    && !self.preparing
                    && error.routine() == Some("RevalidateCachedQuery")
            }
            // A type was dropped whose OID is remembered. Internal errors are not translated.
            "XX000" => {
                matches!(self.expect, Expect::ParseComplete | Expect::BindComplete)
                    && error.message().starts_with("cache lookup failed for type")
            }
            _ => false,
        }
    }

    /// Keeps the first error: the others follow from it.
    pub(super) fn fail(&mut self, error: Error) {
        self.error.get_or_insert(error);
    }
}

/// How many columns a result has.
pub(super) fn width(columns: Option<&[Column]>) -> Result<Option<u16>, Error> {
    columns
        .map(|columns| u16::try_from(columns.len()))
        .transpose()
        .map_err(|_| Error::protocol("a result has more columns than it can have"))
}

#[cold]
pub(super) fn unexpected(tag: u8) -> Error {
    Error::protocol(format!("a message of the kind {:?} is out of turn", char::from(tag)))
}
