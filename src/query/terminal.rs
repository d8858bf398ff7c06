//! The verbs that run a query.

use super::{ForEach, RawQuery, Select};
use crate::connection::{Collect, Discard, Executor, First, IntoExecutor, Only, RowStream, Run, Streams};
use crate::expr::{Grouping, Project};
use crate::sql::{Clause, Piece, Statement};
use crate::value::Row;

/// The terminal verbs. Each returns a future; an error of it is as that of
/// [`Executor::poll_run`](crate::connection::Executor::poll_run).
impl<P, S, G> Select<P, S, G> {
    /// Runs the query and returns all rows.
    pub fn all<D: IntoExecutor<Executor = X>, R: Row, X: Executor>(self, db: D) -> Run<X, Collect<R>>
    where
        P: Project<S, Row = R>,
        G: Grouping<P::Aggregates, P::Bare>,
    {
        Run::new(db.into_executor(), self.statement, P::describe, Collect::default())
    }

    /// Runs the query with `LIMIT 1` and returns the first row.
    ///
    /// Without a row the error is one for which [`is_not_found`](crate::Error::is_not_found) is true.
    pub fn one<D: IntoExecutor<Executor = X>, R: Row, X: Executor>(mut self, db: D) -> Run<X, Only<R>>
    where
        P: Project<S, Row = R>,
        G: Grouping<P::Aggregates, P::Bare>,
    {
        cap(&mut self.statement, 1);
        Run::new(db.into_executor(), self.statement, P::describe, Only::first())
    }

    /// Runs the query with `LIMIT 2` and returns the only row.
    ///
    /// Without a row the error is one for which [`is_not_found`](crate::Error::is_not_found) is true, with more
    /// than one it is one for which [`is_too_many_rows`](crate::Error::is_too_many_rows) is true.
    pub fn exactly_one<D: IntoExecutor<Executor = X>, R: Row, X: Executor>(mut self, db: D) -> Run<X, Only<R>>
    where
        P: Project<S, Row = R>,
        G: Grouping<P::Aggregates, P::Bare>,
    {
        cap(&mut self.statement, 2);
        Run::new(db.into_executor(), self.statement, P::describe, Only::unique())
    }

    /// Runs the query with `LIMIT 1` and returns the first row, if there is one.
    pub fn optional<D: IntoExecutor<Executor = X>, R: Row, X: Executor>(mut self, db: D) -> Run<X, First<R>>
    where
        P: Project<S, Row = R>,
        G: Grouping<P::Aggregates, P::Bare>,
    {
        cap(&mut self.statement, 1);
        Run::new(db.into_executor(), self.statement, P::describe, First::default())
    }

    /// Runs the query and hands out its rows one by one, in bounded memory.
    ///
    /// Nothing is sent before the first row is asked for. Dropped early, the connection reads and throws away the
    /// rest before its next use.
    pub fn stream<R: Row>(self, db: &mut impl Streams) -> RowStream<'_, R>
    where
        P: Project<S, Row = R>,
        G: Grouping<P::Aggregates, P::Bare>,
    {
        db.place().stream(self.statement, P::describe)
    }

    /// Runs the query and calls `each` with every row, whose texts and bytes are borrowed from the read buffer:
    /// a `String` column is a `&str`. Nothing is allocated for a row.
    ///
    /// A table's struct comes owned, as it is.
    pub fn for_each<D: IntoExecutor<Executor = X>, R: Row, X: Executor, F>(
        self,
        db: D,
        each: F,
    ) -> Run<X, ForEach<R, F>>
    where
        P: Project<S, Row = R>,
        G: Grouping<P::Aggregates, P::Bare>,
        F: for<'r> FnMut(R::Borrowed<'r>) + Send,
    {
        Run::new(db.into_executor(), self.statement, P::describe, ForEach::new(each))
    }

    /// Runs the query for what it does, and returns the number of rows that it selected.
    pub fn execute<D: IntoExecutor<Executor = X>, R: Row, X: Executor>(self, db: D) -> Run<X, Discard>
    where
        P: Project<S, Row = R>,
        G: Grouping<P::Aggregates, P::Bare>,
    {
        Run::new(db.into_executor(), self.statement, P::describe, Discard)
    }

    /// Returns the plan by which the server would run the query, a line each: `EXPLAIN`. The query is not run.
    pub fn explain<D: IntoExecutor<Executor = X>, R: Row, X: Executor>(
        mut self,
        db: D,
    ) -> Run<X, Collect<String>>
    where
        P: Project<S, Row = R>,
        G: Grouping<P::Aggregates, P::Bare>,
    {
        self.statement.part(Clause::Explain, |_| ());
        Run::new(db.into_executor(), self.statement, String::describe, Collect::default())
    }
}

/// The terminal verbs. The type of a row is the caller's: its columns are compared with those of the result when the
/// statement is prepared.
///
/// ```no_run
/// # use piton::prelude::*;
/// # async fn example(db: &mut Connection) -> Result<(), piton::Error> {
/// let people: Vec<(i32, String)> = sql!("SELECT id, name FROM person WHERE age > {}", 18).all(db).await?;
/// # Ok(()) }
/// ```
impl RawQuery {
    /// Runs the statement and returns all rows.
    pub fn all<R: Row, D: Executor>(self, db: D) -> Run<D, Collect<R>> {
        Run::new(db, self.statement, R::describe, Collect::default())
    }

    /// Runs the statement and returns the first row. The text decides how many rows the server sends.
    ///
    /// Without a row the error is one for which [`is_not_found`](crate::Error::is_not_found) is true.
    pub fn one<R: Row, D: Executor>(self, db: D) -> Run<D, Only<R>> {
        Run::new(db, self.statement, R::describe, Only::first())
    }

    /// Runs the statement and returns the only row.
    ///
    /// Without a row the error is one for which [`is_not_found`](crate::Error::is_not_found) is true, with more
    /// than one it is one for which [`is_too_many_rows`](crate::Error::is_too_many_rows) is true.
    pub fn exactly_one<R: Row, D: Executor>(self, db: D) -> Run<D, Only<R>> {
        Run::new(db, self.statement, R::describe, Only::unique())
    }

    /// Runs the statement and returns the first row, if there is one.
    pub fn optional<R: Row, D: Executor>(self, db: D) -> Run<D, First<R>> {
        Run::new(db, self.statement, R::describe, First::default())
    }

    /// Runs the statement and hands out its rows one by one, in bounded memory, see [`Select::stream`].
    pub fn stream<R: Row>(self, db: &mut impl Streams) -> RowStream<'_, R> {
        db.place().stream(self.statement, R::describe)
    }

    /// Runs the statement and calls `each` with every row, borrowed from the read buffer, see [`Select::for_each`].
    ///
    /// The type of a row is named: `.for_each::<(i32, String), _, _>(db, |(id, name)| ..)`.
    pub fn for_each<R: Row, D: Executor, F>(self, db: D, each: F) -> Run<D, ForEach<R, F>>
    where
        F: for<'r> FnMut(R::Borrowed<'r>) + Send,
    {
        Run::new(db, self.statement, R::describe, ForEach::new(each))
    }

    /// Runs the statement for what it does, and returns the number of rows that it inserted, updated, deleted or
    /// selected.
    pub fn execute<D: Executor>(self, db: D) -> Run<D, Discard> {
        Run::new(db, self.statement, |_| (), Discard)
    }

    /// Returns the plan by which the server would run the statement, a line each: `EXPLAIN`. The statement is not
    /// run.
    pub fn explain<D: Executor>(mut self, db: D) -> Run<D, Collect<String>> {
        self.statement.part(Clause::Explain, |_| ());
        Run::new(db, self.statement, String::describe, Collect::default())
    }
}

/// Limits a query to `rows`, unless it is limited to fewer already.
pub(crate) fn cap(statement: &mut Statement, rows: i64) {
    let limit = match statement.first(Clause::Limit) {
        Some(Piece::Number(limit)) => rows.min(*limit),
        _ => rows,
    };
    // With ties there may be more rows, and there are no fewer.
    if let Some(Piece::Number(fetch)) = statement.first(Clause::Fetch)
        && (1..rows).contains(fetch)
    {
        return;
    }
    let limit = match statement.first(Clause::Fetch) {
        Some(Piece::Number(fetch)) => limit.min(*fetch),
        _ => limit,
    };
    statement.clear(Clause::Fetch);
    statement.clear(Clause::Limit);
    statement.part(Clause::Limit, |out| out.push(Piece::Number(limit)));
}
