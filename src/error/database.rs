//! An error as the server reports it.

use std::fmt;

use tokio_postgres::error::SqlState;

/// An error as the server reported it, with all the fields that it sent.
///
/// The fields are those of the page "Error and Notice Message Fields" of PostgreSQL's manual. Neither `Display` nor
/// `Debug` shows the detail, because the server quotes values in it: ask for it with [`detail`](DbError::detail).
#[derive(Clone)]
pub struct DbError {
    pub(crate) severity: String,
    pub(crate) sqlstate: SqlState,
    pub(crate) message: String,
    pub(crate) detail: Option<String>,
    pub(crate) hint: Option<String>,
    pub(crate) position: Option<u32>,
    pub(crate) context: Option<String>,
    pub(crate) schema: Option<String>,
    pub(crate) table: Option<String>,
    pub(crate) column: Option<String>,
    pub(crate) data_type: Option<String>,
    pub(crate) constraint: Option<String>,
    pub(crate) routine: Option<String>,
}

impl DbError {
    /// `ERROR`, `FATAL` or `PANIC`; for a notice `WARNING`, `NOTICE`, `DEBUG`, `INFO` or `LOG`.
    #[must_use]
    pub fn severity(&self) -> &str {
        &self.severity
    }

    /// The five-character code.
    #[must_use]
    pub fn sqlstate(&self) -> &SqlState {
        &self.sqlstate
    }

    /// The primary message, in the server's language.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// More about the problem. It may quote values of the row that was refused.
    #[must_use]
    pub fn detail(&self) -> Option<&str> {
        self.detail.as_deref()
    }

    /// What to do about it, as the server suggests.
    #[must_use]
    pub fn hint(&self) -> Option<&str> {
        self.hint.as_deref()
    }

    /// Where in the statement's text the error is, in characters counted from one.
    #[must_use]
    pub fn position(&self) -> Option<u32> {
        self.position
    }

    /// The call stack of functions and internal queries, the innermost first.
    #[must_use]
    pub fn context(&self) -> Option<&str> {
        self.context.as_deref()
    }

    /// The schema of the object that the error is about.
    #[must_use]
    pub fn schema(&self) -> Option<&str> {
        self.schema.as_deref()
    }

    /// The table that the error is about.
    #[must_use]
    pub fn table(&self) -> Option<&str> {
        self.table.as_deref()
    }

    /// The column that the error is about.
    #[must_use]
    pub fn column(&self) -> Option<&str> {
        self.column.as_deref()
    }

    /// The data type that the error is about.
    #[must_use]
    pub fn data_type(&self) -> Option<&str> {
        self.data_type.as_deref()
    }

    /// The constraint that was violated; unique indexes count as constraints here.
    #[must_use]
    pub fn constraint(&self) -> Option<&str> {
        self.constraint.as_deref()
    }

    /// The function of the server's source that reported the error.
    #[must_use]
    pub fn routine(&self) -> Option<&str> {
        self.routine.as_deref()
    }

    /// Whether another transaction is the reason, and the same may succeed the next time.
    pub(crate) fn is_conflict(&self) -> bool {
        self.sqlstate == SqlState::T_R_SERIALIZATION_FAILURE
            || self.sqlstate == SqlState::T_R_DEADLOCK_DETECTED
    }

    /// After a `FATAL` or `PANIC` the server closes the connection.
    pub(crate) fn is_fatal(&self) -> bool {
        self.severity == "FATAL" || self.severity == "PANIC"
    }
}

impl fmt::Display for DbError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.message, self.sqlstate.code())?;
        if let Some(hint) = &self.hint {
            write!(f, ", hint: {hint}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for DbError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DbError")
            .field("severity", &self.severity)
            .field("sqlstate", &self.sqlstate.code())
            .field("message", &self.message)
            .field("hint", &self.hint)
            .field("position", &self.position)
            .field("schema", &self.schema)
            .field("table", &self.table)
            .field("column", &self.column)
            .field("data_type", &self.data_type)
            .field("constraint", &self.constraint)
            .field("routine", &self.routine)
            .finish_non_exhaustive()
    }
}
