//! Shared pieces of the integration tests.

pub mod batch;
pub mod certificates;
pub mod decoders;
pub mod dropping;
pub mod fake;
pub mod language;
pub mod log;
pub mod probes;
pub mod proxy;
pub mod relations;
pub mod scale;
pub mod sessions;
pub mod trickle;

use piton::connection::{Collect, Connection, Executor};
use piton::sql::{Clause, Statement};
use piton::value::{Encode, Row};

/// A statement of one text without parameters.
#[must_use]
pub fn statement(sql: &'static str) -> Statement {
    let mut statement = Statement::new();
    statement.part(Clause::Raw, |out| out.text(sql));
    statement
}

/// A statement of a text before a parameter, the parameter, and a text after it.
#[must_use]
pub fn statement_with<V: Encode>(before: &'static str, value: &V, after: &'static str) -> Statement {
    let mut statement = Statement::new();
    statement.part(Clause::Raw, |out| {
        out.text(before);
        out.bind(value);
        out.text(after);
    });
    statement
}

/// All rows of a statement.
///
/// # Errors
///
/// As [`Executor::run`].
pub async fn all<R: Row>(connection: &mut Connection, statement: &Statement) -> Result<Vec<R>, piton::Error> {
    let mut rows = Collect(Vec::new());
    connection.run(statement, R::describe, &mut rows).await?;
    Ok(rows.0)
}
