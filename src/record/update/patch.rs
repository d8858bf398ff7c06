//! The update of rows that are not loaded.

use std::fmt;
use std::marker::PhantomData;

use super::one::{Done, UpdateRow};
use super::statement::update_many;
use crate::connection::{Batch, Collect, Outcome, Sink, Work};
use crate::error::{Error, Kind};
use crate::query::Affected;
use crate::query::rows::{Changes, NewRow, RowSet};
use crate::record::changing::{Countable, Guard};
use crate::sql::{Clause, Piece, Statement};
use crate::table::{Keyed, Source};
use crate::value::{Row, Shape};

/// The update of a row by a patch, which comes to `O`: the row as it is now.
pub struct UpdatePatch<P: NewRow, O> {
    patch: P,
    guard: Statement,
    row: UpdateRow,
    returned: Collect<P::Table>,
    output: fn(Done, Option<P::Table>) -> Result<O, Kind>,
}

// Rows are never pinned, whatever they are.
impl<P: NewRow, O> Unpin for UpdatePatch<P, O> {}

impl<P: Changes<Table: Keyed>> UpdatePatch<P, P::Table> {
    pub(super) fn new(patch: P) -> Self {
        Self::build(patch, Statement::new(), |done, row| match (done, row) {
            (_, Some(row)) => Ok(row),
            (Done::Unchanged, None) => Err(Kind::Statement(
                "the patch sets no column, so nothing was sent that could return its row".into(),
            )),
            (Done::Stale, None) => Err(Kind::Stale { stale: 1, of: 1 }),
            (Done::Missing | Done::Updated, None) => Err(Kind::NotFound),
        })
    }
}

impl<P: NewRow<Table: Keyed>, O> UpdatePatch<P, O> {
    fn build(patch: P, guard: Statement, output: fn(Done, Option<P::Table>) -> Result<O, Kind>) -> Self {
        let row = UpdateRow::of(
            &patch,
            &guard,
            |out| out.part(Clause::Returning, |out| out.push(Piece::Columns(<P::Table as Source>::REF))),
            <P::Table as Row>::describe,
        );
        UpdatePatch { patch, guard, row, returned: Collect::default(), output }
    }
}

impl<P: Changes<Table: Keyed>, O> Guard for UpdatePatch<P, O> {
    type Table = P::Table;
    type Guarded = UpdatePatch<P, Option<P::Table>>;

    fn guarded(mut self, guard: &Statement) -> Self::Guarded {
        self.guard.extend(guard);
        UpdatePatch::build(self.patch, self.guard, |done, row| match done {
            Done::Stale => Err(Kind::Stale { stale: 1, of: 1 }),
            Done::Updated | Done::Missing | Done::Unchanged => Ok(row),
        })
    }
}

impl<P: Changes<Table: Keyed>, O> Countable for UpdatePatch<P, O> {
    fn counted(self) -> Affected {
        let statement = self.row.into_statement().map(|mut statement| {
            statement.clear(Clause::Returning);
            statement
        });
        Affected::new(statement.into_iter().collect())
    }
}

impl<P: NewRow<Table: Keyed>, O> Batch for UpdatePatch<P, O> {
    fn len(&self) -> usize {
        self.row.len()
    }

    fn statement(&self, index: usize) -> (&Statement, fn(&mut Shape)) {
        self.row.statement(index)
    }

    fn sink(&mut self, index: usize) -> &mut dyn Sink {
        if index == 0 { &mut self.returned } else { self.row.probe_sink() }
    }

    fn done(&mut self, index: usize, outcome: Outcome) -> Result<(), Error> {
        self.row.done(index, outcome);
        Ok(())
    }
}

impl<P: NewRow<Table: Keyed>, O> Work for UpdatePatch<P, O> {
    type Output = O;

    fn finish(&mut self) -> Result<O, Error> {
        let done = self.row.result()?;
        let row = std::mem::take(&mut self.returned.0).into_iter().next();
        (self.output)(done, row).map_err(|kind| self.row.fail(kind))
    }
}

impl<P: NewRow, O> fmt::Debug for UpdatePatch<P, O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UpdatePatch").field("statements", &self.row.len()).finish_non_exhaustive()
    }
}

/// The update of rows by patches, which comes to how many rows were there.
pub struct UpdatePatches<P> {
    count: Affected,
    patch: PhantomData<fn() -> P>,
}

impl<P: Changes<Table: Keyed>> UpdatePatches<P> {
    pub(super) fn new(patches: impl IntoIterator<Item = P>) -> Self {
        let rows = RowSet::of(patches);
        let statements = update_many::<P::Table>(rows, false).into_iter().map(|(statement, _)| statement);
        UpdatePatches { count: Affected::new(statements.collect()), patch: PhantomData }
    }
}

impl<P: Changes<Table: Keyed>> Guard for UpdatePatches<P> {
    type Table = P::Table;
    type Guarded = Self;

    fn guarded(mut self, guard: &Statement) -> Self {
        self.count.restrict(guard);
        self
    }
}

impl<P: Changes<Table: Keyed>> Countable for UpdatePatches<P> {
    fn counted(self) -> Affected {
        self.count
    }
}

impl<P: NewRow> Batch for UpdatePatches<P> {
    fn len(&self) -> usize {
        self.count.len()
    }

    fn statement(&self, index: usize) -> (&Statement, fn(&mut Shape)) {
        self.count.statement(index)
    }

    fn sink(&mut self, index: usize) -> &mut dyn Sink {
        self.count.sink(index)
    }

    fn done(&mut self, index: usize, outcome: Outcome) -> Result<(), Error> {
        self.count.done(index, outcome)
    }
}

impl<P: NewRow> Work for UpdatePatches<P> {
    type Output = u64;

    fn finish(&mut self) -> Result<u64, Error> {
        self.count.finish()
    }
}

impl<P> fmt::Debug for UpdatePatches<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("UpdatePatches").field(&self.count).finish()
    }
}
