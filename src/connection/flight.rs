//! Flights: what was asked and not answered yet.

use std::collections::VecDeque;

use super::cache::{Describe, Id};
use super::executor::Outcome;
use super::observe::Watched;
use super::opening::Begins;
use super::portal::Portal;
use crate::error::{DbError, Error};
use crate::wire::Column;
use crate::wire::copy::CopyFormat;

/// What the server owes for one `Sync` or one script.
#[derive(Debug)]
pub(super) struct Flight {
    /// Counts the flights of a connection.
    pub(super) number: u64,
    /// Its statements were used after this time of the cache.
    pub(super) clock: u64,
    pub(super) expect: Expect,
    /// Statements that the flight closes before anything else.
    pub(super) closing: usize,
    /// The statement that is answered now, or the last one.
    pub(super) leg: Leg,
    /// The statements after it.
    pub(super) rest: VecDeque<Leg>,
    /// What the statements before it did.
    pub(super) outcomes: Vec<Outcome>,
    /// Whether a row was handed out.
    pub(super) delivered: bool,
    /// Why no row is handed out any more.
    pub(super) error: Option<Error>,
    /// Which statement that is about, if it is about one.
    pub(super) failed: Option<usize>,
    /// What the last statement did.
    pub(super) outcome: Outcome,
    /// How the data of a COPY goes, if one has begun.
    pub(super) copy: Option<CopyFormat>,
    /// Whether nobody waits for it any more.
    pub(super) abandoned: bool,
    /// Whether no transaction may be open after it.
    pub(super) ends: bool,
    /// Whether a transaction was rolled back.
    pub(super) rolled_back: bool,
    /// Whether the error says that the prepared statement is not usable any more.
    pub(super) stale: bool,
    /// The beginning of a transaction, if it goes with it.
    pub(super) begins: Option<Begins>,
    /// How it gets its rows in parts, if it does.
    pub(super) portal: Option<Portal>,
    /// What is told about it.
    pub(super) watched: Watched,
}

/// One statement of a flight.
#[derive(Debug)]
pub(super) struct Leg {
    /// The statement that it executes, if that is known by a name.
    pub(super) statement: Option<Id>,
    /// Whether it prepares that statement, too.
    pub(super) preparing: bool,
    /// Whether it is executed, and not only described.
    pub(super) executes: bool,
    /// What the columns must be, if that is still to be checked.
    pub(super) describe: Option<Describe>,
    /// How many columns a row has: `None` if there are no rows.
    pub(super) width: Option<u16>,
    /// Whether a row came.
    pub(super) has_rows: bool,
    /// How many bytes of rows were taken.
    pub(super) taken: u64,
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
    /// That a COPY from the client begins.
    CopyIn,
    /// The end of a COPY from the client.
    CopyInData,
    /// That a COPY to the client begins.
    CopyOut,
    /// The data of a COPY to the client.
    CopyOutData,
    /// The end of the command, after all data.
    CopyOutDone,
    /// Anything that the statements of a script can answer.
    Script,
    Ready,
}

impl Expect {
    /// Whether a COPY was asked for.
    pub(super) fn is_copy(self) -> bool {
        matches!(
            self,
            Expect::CopyIn | Expect::CopyInData | Expect::CopyOut | Expect::CopyOutData | Expect::CopyOutDone
        )
    }
}

/// A flight that was answered.
#[derive(Debug)]
pub(super) struct Landed {
    /// What the statements before the last one did.
    pub(super) outcomes: Vec<Outcome>,
    /// What the last statement did.
    pub(super) outcome: Outcome,
    pub(super) error: Option<Error>,
    /// Which statement the error is about. That the transaction cannot be committed is about none.
    pub(super) failed: Option<usize>,
    /// Whether a transaction was rolled back.
    pub(super) rolled_back: bool,
    /// Whether it was a COPY, whose data may still be on its way to a server that ignores it.
    pub(super) copied: bool,
    /// Whether the error says that a prepared statement is not usable any more, no row was handed out, and nothing
    /// can be left of the statements before it.
    pub(super) stale: bool,
}

impl Default for Leg {
    fn default() -> Self {
        Leg {
            statement: None,
            preparing: false,
            executes: true,
            describe: None,
            width: None,
            has_rows: false,
            taken: 0,
        }
    }
}

impl Leg {
    /// What its first message says.
    pub(super) fn expect(&self) -> Expect {
        if self.preparing { Expect::ParseComplete } else { Expect::BindComplete }
    }
}

impl Flight {
    /// A flight that begins with a statement.
    pub(super) fn of(leg: Leg) -> Self {
        let mut flight = Flight::new(leg.expect());
        flight.leg = leg;
        flight
    }

    /// The statements that are not completed.
    pub(super) fn legs(&self) -> impl Iterator<Item = &Leg> {
        std::iter::once(&self.leg).chain(&self.rest)
    }

    pub(super) fn new(expect: Expect) -> Self {
        Flight {
            number: 0,
            clock: 0,
            expect,
            closing: 0,
            leg: Leg::default(),
            rest: VecDeque::new(),
            outcomes: Vec::new(),
            delivered: false,
            error: None,
            failed: None,
            outcome: Outcome::default(),
            copy: None,
            abandoned: false,
            ends: false,
            rolled_back: false,
            stale: false,
            begins: None,
            portal: None,
            watched: Watched::default(),
        }
    }

    /// Whether an error says that the server forgot the statement, or that what it is about has changed.
    ///
    /// Only `Bind` asks for a statement by its name and revalidates it. The same codes from inside a function are
    /// none of the cache's business.
    pub(super) fn is_made_stale_by(&self, error: &DbError) -> bool {
        match error.sqlstate().code() {
            "26000" => self.expect == Expect::BindComplete && !self.leg.preparing,
            "0A000" => {
                self.expect == Expect::BindComplete
                    && !self.leg.preparing
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

    /// Keeps the first error, as that of the statement that is answered now: the others follow from it.
    pub(super) fn fail(&mut self, error: Error) {
        let is_alone = self.outcomes.is_empty() && self.rest.is_empty();
        let index = (!is_alone && self.expect != Expect::Ready).then_some(self.outcomes.len());
        self.fail_at(index, error);
    }

    /// As [`fail`](Flight::fail), of any statement or none.
    pub(super) fn fail_at(&mut self, index: Option<usize>, error: Error) {
        if self.error.is_none() {
            self.error = Some(error);
            self.failed = index;
        }
    }

    /// Whether the answers to its statements are due.
    pub(super) fn is_at_statements(&self) -> bool {
        self.closing == 0 && self.begins.as_ref().is_none_or(|begins| begins.left == 0)
    }

    /// Nothing but the end is expected.
    pub(super) fn end(&mut self) {
        self.expect = Expect::Ready;
    }

    /// Whether nothing but the end is expected.
    pub(super) fn is_ending(&self) -> bool {
        self.expect == Expect::Ready
    }

    /// Whether the server may have begun to execute a statement: answers come in the order of what it does, so before
    /// `BindComplete` it has not.
    pub(super) fn has_begun(&self) -> bool {
        let unbound = [
            Expect::ParseComplete,
            Expect::ParameterDescription,
            Expect::RowDescription,
            Expect::BindComplete,
        ];
        !self.outcomes.is_empty() || !unbound.contains(&self.expect)
    }

    /// Whether another answer to the same question is safe: nothing was handed out, and what was done so far is undone.
    ///
    /// Only commands that count rows are sure to be: the first statement may have been one that no transaction can
    /// hold, such as `VACUUM`, and a later one `COMMIT`.
    pub(super) fn can_start_over(&self) -> bool {
        !self.delivered && self.outcomes.iter().all(|outcome| outcome.affected.is_some())
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
