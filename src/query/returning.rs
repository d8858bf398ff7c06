//! `RETURNING`, and what statements that change rows come to.

use std::fmt;
use std::marker::PhantomData;

use frunk_core::hlist::HNil;

use super::insert::several;
use super::{Query, ReturnsRows};
use crate::connection::{Batch, Collect, Discard, Executor, IntoExecutor, Outcome, RunAll, Sink, Work};
use crate::error::{Error, Kind};
use crate::expr::{GroupState, Modifies, NoLocks, NotGrouped, Selectable, SelfContained};
use crate::sql::{Clause, Statement};
use crate::table::identity::{False, True};
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

/// A statement that changes rows and returns `R` of each, which holds the items `I`; `G` says what it reads of CTEs.
///
/// It can be a CTE itself, see [`with`](super::with).
#[must_use = "nothing is changed before a verb such as `all` runs it"]
pub struct Returned<R, I = (), G = NotGrouped> {
    parts: Vec<Part<R>>,
    describe: fn(&mut Shape),
    /// The statement where there are no rows to insert and therefore no parts, but there has to be one.
    none: Option<Statement>,
    types: PhantomData<fn() -> (I, G)>,
}

/// One statement, and the numbers of the rows that it was given, if it was given rows.
struct Part<R> {
    statement: Statement,
    rows: Vec<usize>,
    sink: Collect<R>,
}

impl<R: Row, I, G> Returned<R, I, G> {
    pub(crate) fn new(statements: Vec<(Statement, Vec<usize>)>, describe: fn(&mut Shape)) -> Self {
        let parts = statements
            .into_iter()
            .map(|(statement, rows)| Part { statement, rows, sink: Collect::default() })
            .collect();
        Returned { parts, describe, none: None, types: PhantomData }
    }

    /// The same, which is `none` where there has to be a statement and there is no part.
    pub(super) fn or_else(self, none: Option<Statement>) -> Self {
        Returned { none, ..self }
    }

    /// A statement that is not given rows.
    pub(crate) fn of(statement: Statement, describe: fn(&mut Shape)) -> Self {
        Self::new(vec![(statement, Vec::new())], describe)
    }

    /// Runs the statement and returns all rows.
    pub fn all<D: IntoExecutor<Executor = X>, X: Executor>(self, db: D) -> RunAll<X, Gather<R, Vec<R>>>
    where
        G: SelfContained,
    {
        self.run(db, Ok)
    }

    /// Runs the statement and returns the first row.
    ///
    /// Without a row the error is one for which [`is_not_found`](crate::Error::is_not_found) is true.
    pub fn one<D: IntoExecutor<Executor = X>, X: Executor>(self, db: D) -> RunAll<X, Gather<R, R>>
    where
        G: SelfContained,
    {
        self.run(db, |rows| rows.into_iter().next().ok_or_else(|| Error::new(Kind::NotFound)))
    }

    /// Runs the statement and returns the first row, if there is one.
    pub fn optional<D: IntoExecutor<Executor = X>, X: Executor>(
        self,
        db: D,
    ) -> RunAll<X, Gather<R, Option<R>>>
    where
        G: SelfContained,
    {
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

impl<R, I, G> Returned<R, I, G> {
    /// As one statement. There are several if it inserts rows that give different columns: that is reported when it is run.
    fn into_one(self) -> Statement {
        match (<[Part<R>; 1]>::try_from(self.parts), self.none) {
            (Ok([part]), _) => part.statement,
            (Err(parts), Some(none)) if parts.is_empty() => none,
            (Err(_), _) => several(),
        }
    }

    /// The same with a WITH around it, which `attach` adds.
    pub(super) fn with<H>(self, attach: impl FnOnce(Statement) -> Statement) -> Returned<R, I, H> {
        let describe = self.describe;
        let part = Part { statement: attach(self.into_one()), rows: Vec::new(), sink: Collect::default() };
        Returned { parts: vec![part], describe, none: None, types: PhantomData }
    }

    /// The SQL text, with `$1`, `$2`, .. in the place of parameters; of several statements a line each.
    #[must_use]
    pub fn to_sql(&self) -> String {
        self.parts.iter().map(|part| part.statement.to_sql()).collect::<Vec<_>>().join("\n")
    }
}

#[diagnostic::do_not_recommend]
impl<R, I, G: GroupState> ReturnsRows for Returned<R, I, G> {
    type Items = I;
    type Uses = (Modifies, G::Uses);

    fn describe(&self) -> fn(&mut Shape) {
        self.describe
    }

    fn into_statement(self) -> Statement {
        self.into_one()
    }
}

// It is one so that it is told, where it stands in a place of queries, that it changes rows.
#[diagnostic::do_not_recommend]
impl<R, I, G: GroupState> Query for Returned<R, I, G> {
    type Locks = NoLocks;
    type OneRow = False;
    type Changes = True;
    type Outputs = HNil;
}

impl<R, I, G> fmt::Debug for Returned<R, I, G> {
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
