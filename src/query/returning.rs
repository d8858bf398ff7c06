//! `RETURNING`, and what statements that change rows come to.

use std::fmt;

use crate::connection::{Batch, Collect, Discard, Executor, IntoExecutor, Outcome, RunAll, Sink, Work};
use crate::error::{Error, Kind};
use crate::expr::Selectable;
use crate::sql::{Clause, Statement};
use crate::table::identity::False;
use crate::value::{Row, Shape};

/// A SELECT list for `RETURNING`: one without aggregates.
#[diagnostic::on_unimplemented(
    message = "an aggregate cannot stand in RETURNING",
    label = "contains an aggregate",
    note = "RETURNING has one row for each row that was changed"
)]
pub trait RowList {}

#[diagnostic::do_not_recommend]
impl<P: Selectable<Aggregates = False>> RowList for P {}

/// `RETURNING` as a statement with nothing else.
pub(super) fn returning(projection: impl Selectable) -> Statement {
    let mut list = Statement::new();
    projection.write(&mut list);
    Statement::wrapping(Clause::Returning, "", &list, "")
}

/// A statement that changes rows and returns `R` of each.
#[must_use = "nothing is changed before a verb such as `all` runs it"]
pub struct Returned<R> {
    parts: Vec<Part<R>>,
    describe: fn(&mut Shape),
}

/// One statement, and the numbers of the rows that it was given, if it was given rows.
struct Part<R> {
    statement: Statement,
    rows: Vec<usize>,
    sink: Collect<R>,
}

impl<R: Row> Returned<R> {
    pub(crate) fn new(statements: Vec<(Statement, Vec<usize>)>, describe: fn(&mut Shape)) -> Self {
        let parts = statements
            .into_iter()
            .map(|(statement, rows)| Part { statement, rows, sink: Collect::default() })
            .collect();
        Returned { parts, describe }
    }

    /// A statement that is not given rows.
    pub(crate) fn of(statement: Statement, describe: fn(&mut Shape)) -> Self {
        Self::new(vec![(statement, Vec::new())], describe)
    }

    /// Runs the statement and returns all rows.
    pub fn all<D: IntoExecutor<Executor = X>, X: Executor>(self, db: D) -> RunAll<X, Gather<R, Vec<R>>> {
        self.run(db, Ok)
    }

    /// Runs the statement and returns the first row.
    ///
    /// Without a row the error is one for which [`is_not_found`](crate::Error::is_not_found) is true.
    pub fn one<D: IntoExecutor<Executor = X>, X: Executor>(self, db: D) -> RunAll<X, Gather<R, R>> {
        self.run(db, |rows| rows.into_iter().next().ok_or_else(|| Error::new(Kind::NotFound)))
    }

    /// Runs the statement and returns the first row, if there is one.
    pub fn optional<D: IntoExecutor<Executor = X>, X: Executor>(
        self,
        db: D,
    ) -> RunAll<X, Gather<R, Option<R>>> {
        self.run(db, |rows| Ok(rows.into_iter().next()))
    }

    fn run<D: IntoExecutor<Executor = X>, X: Executor, O>(
        self,
        db: D,
        output: fn(Vec<R>) -> Result<O, Error>,
    ) -> RunAll<X, Gather<R, O>> {
        RunAll::new(db.into_executor(), self.gather(output))
    }

    /// The work of the statement.
    pub(crate) fn gather<O>(self, output: fn(Vec<R>) -> Result<O, Error>) -> Gather<R, O> {
        Gather { parts: self.parts, describe: self.describe, output }
    }
}

impl<R> Returned<R> {
    /// The SQL text, with `$1`, `$2`, .. in the place of parameters; of several statements a line each.
    #[must_use]
    pub fn to_sql(&self) -> String {
        self.parts.iter().map(|part| part.statement.to_sql()).collect::<Vec<_>>().join("\n")
    }
}

impl<R> fmt::Debug for Returned<R> {
    /// The SQL text; parameters are not shown.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Returned").field(&self.to_sql()).finish()
    }
}

/// Collects what is returned, in the order in which rows were given, and makes `O` of it.
pub struct Gather<R, O> {
    parts: Vec<Part<R>>,
    describe: fn(&mut Shape),
    output: fn(Vec<R>) -> Result<O, Error>,
}

// Rows are never pinned, whatever they are.
impl<R, O> Unpin for Gather<R, O> {}

impl<R, O> fmt::Debug for Gather<R, O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Gather").field("statements", &self.parts.len()).finish_non_exhaustive()
    }
}

impl<R, O> Gather<R, O> {
    /// The same statements returning something else: `list` is their `RETURNING`.
    pub(crate) fn returning<R2, O2>(
        self,
        list: &Statement,
        describe: fn(&mut Shape),
        output: fn(Vec<R2>) -> Result<O2, Error>,
    ) -> Gather<R2, O2> {
        let parts = self.parts.into_iter().map(|mut part| {
            part.statement.clear(Clause::Returning);
            part.statement.extend(list);
            Part { statement: part.statement, rows: part.rows, sink: Collect::default() }
        });
        Gather { parts: parts.collect(), describe, output }
    }

    /// The same statements returning nothing but a count.
    pub(crate) fn counted(self) -> Affected {
        let statements = self.parts.into_iter().map(|mut part| {
            part.statement.clear(Clause::Returning);
            part.statement
        });
        Affected::new(statements.collect())
    }
}

impl<R: Row, O> Batch for Gather<R, O> {
    fn len(&self) -> usize {
        self.parts.len()
    }

    #[allow(clippy::indexing_slicing, reason = "the index is below `len`")]
    fn statement(&self, index: usize) -> (&Statement, fn(&mut Shape)) {
        (&self.parts[index].statement, self.describe)
    }

    #[allow(clippy::indexing_slicing, reason = "the index is below `len`")]
    fn sink(&mut self, index: usize) -> &mut dyn Sink {
        &mut self.parts[index].sink
    }

    fn done(&mut self, _: usize, _: Outcome) -> Result<(), Error> {
        Ok(())
    }
}

impl<R: Row, O> Work for Gather<R, O> {
    type Output = O;

    fn finish(&mut self) -> Result<O, Error> {
        let parts = &mut self.parts;
        let rows = match parts.as_mut_slice() {
            [one] => std::mem::take(&mut one.sink.0),
            several if several.iter().all(|part| part.sink.0.len() == part.rows.len()) => in_order(several),
            several => several.iter_mut().flat_map(|part| std::mem::take(&mut part.sink.0)).collect(),
        };
        (self.output)(rows)
    }
}

/// The rows of several statements in the order in which they were given.
fn in_order<R>(parts: &mut [Part<R>]) -> Vec<R> {
    let mut rows: Vec<(usize, R)> = Vec::new();
    for part in parts {
        rows.extend(part.rows.iter().copied().zip(std::mem::take(&mut part.sink.0)));
    }
    rows.sort_by_key(|(number, _)| *number);
    rows.into_iter().map(|(_, row)| row).collect()
}

/// Counts the rows that statements have changed.
#[derive(Debug)]
pub struct Affected {
    statements: Vec<Statement>,
    sink: Discard,
    count: u64,
}

impl Affected {
    pub(crate) fn new(statements: Vec<Statement>) -> Self {
        Affected { statements, sink: Discard, count: 0 }
    }

    /// Adds the parts of a `WHERE` clause to each of the statements.
    pub(crate) fn restrict(&mut self, guard: &Statement) {
        self.statements.iter_mut().for_each(|statement| statement.extend(guard));
    }

    /// Adds the statements of another.
    pub(crate) fn append(&mut self, other: Affected) {
        self.statements.extend(other.statements);
    }
}

impl Batch for Affected {
    fn len(&self) -> usize {
        self.statements.len()
    }

    #[allow(clippy::indexing_slicing, reason = "the index is below `len`")]
    fn statement(&self, index: usize) -> (&Statement, fn(&mut Shape)) {
        (&self.statements[index], |_| ())
    }

    fn sink(&mut self, _: usize) -> &mut dyn Sink {
        &mut self.sink
    }

    fn done(&mut self, _: usize, outcome: Outcome) -> Result<(), Error> {
        self.count += outcome.affected().unwrap_or_default();
        Ok(())
    }
}

impl Work for Affected {
    type Output = u64;

    fn finish(&mut self) -> Result<u64, Error> {
        Ok(self.count)
    }
}
