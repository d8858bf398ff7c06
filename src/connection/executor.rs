//! What executes statements, and what takes their rows.

use std::future::Future;

use crate::error::Error;
use crate::sql::Statement;
use crate::value::Shape;
use crate::wire::Rows;

/// Takes rows as they arrive.
///
/// It is called once for each chunk of rows that have arrived, so that the loop over rows is inlined and only
/// the call for a chunk is not.
pub trait Sink: Send {
    /// Takes the rows at hand. Rows that it leaves are thrown away.
    ///
    /// # Errors
    ///
    /// A row cannot be decoded. No more rows are handed out then, and the error is that of the statement.
    fn take(&mut self, rows: &mut Rows<'_>) -> Result<(), Error>;
}

/// What a statement did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    pub(super) affected: Option<u64>,
}

impl Outcome {
    /// How many rows were inserted, updated, deleted or selected; `None` for a command that does not count rows.
    #[must_use]
    pub fn affected(&self) -> Option<u64> {
        self.affected
    }
}

/// What executes statements.
pub trait Executor: Send + Sized {
    /// Executes a statement and hands its rows to a sink.
    ///
    /// `describe` says what the columns of the result must be. It is compared with what the database says the
    /// first time that they meet, and its address is remembered, so pass the same function for the same row type.
    /// If it describes no columns, rows are not looked at.
    ///
    /// # Errors
    ///
    /// The statement cannot be sent, the server refuses it, its columns are not what `describe` says, a row
    /// cannot be decoded, or the connection breaks.
    fn run<'a>(
        self,
        statement: &'a Statement,
        describe: fn(&mut Shape),
        rows: &'a mut dyn Sink,
    ) -> impl Future<Output = Result<Outcome, Error>> + Send + 'a
    where
        Self: 'a;
}
