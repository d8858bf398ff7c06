//! The update of one tracked object.

use std::fmt;

use super::statement::{computed, describe_computed, probe, update_one};
use crate::connection::{Batch, Discard, Outcome, Sink, Work};
use crate::error::{Error, Kind};
use crate::query::rows::NewRow;
use crate::record::changes::Changes;
use crate::record::changing::Guard;
use crate::record::raw_rows::RawRows;
use crate::record::tracked::Tracked;
use crate::sql::{Clause, Piece, Statement};
use crate::table::{Keyed, Source};
use crate::value::{Columns, Row, Shape};

/// What has become of an update by one key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Done {
    Updated,
    /// There was nothing to write, and nothing was sent.
    Unchanged,
    /// There is no such row, or a condition of it is not true.
    Missing,
    /// The row has another version.
    Stale,
}

/// The update of a row, and the question for its version where there is one to compare with.
pub(super) struct UpdateRow {
    statements: Vec<Statement>,
    describe: fn(&mut Shape),
    updated: bool,
    probed: RawRows,
    nowhere: Discard,
}

impl UpdateRow {
    /// `describe` is that of what `returning` adds.
    pub(super) fn of<R: NewRow<Table: Keyed>>(
        row: &R,
        guard: &Statement,
        returning: impl FnOnce(&mut Statement),
        describe: fn(&mut Shape),
    ) -> Self {
        let mut statements = Vec::with_capacity(2);
        if let Some(mut update) = update_one(row) {
            update.extend(guard);
            returning(&mut update);
            statements.push(update);
            statements.extend(probe(row));
        }
        Self::new(statements, describe)
    }

    pub(super) fn nothing() -> Self {
        Self::new(Vec::new(), |_| ())
    }

    fn new(statements: Vec<Statement>, describe: fn(&mut Shape)) -> Self {
        UpdateRow { statements, describe, updated: false, probed: RawRows::default(), nowhere: Discard }
    }

    pub(super) fn len(&self) -> usize {
        self.statements.len()
    }

    pub(super) fn into_statement(self) -> Option<Statement> {
        self.statements.into_iter().next()
    }

    #[allow(clippy::indexing_slicing, reason = "the index is below `len`")]
    pub(super) fn statement(&self, index: usize) -> (&Statement, fn(&mut Shape)) {
        (&self.statements[index], if index == 0 { self.describe } else { bool::describe })
    }

    /// The sink of the statement that does not update.
    pub(super) fn probe_sink(&mut self) -> &mut dyn Sink {
        if self.statements.len() > 1 { &mut self.probed } else { &mut self.nowhere }
    }

    pub(super) fn done(&mut self, index: usize, outcome: Outcome) {
        if index == 0 {
            self.updated = outcome.affected() > Some(0);
        }
    }

    pub(super) fn result(&self) -> Result<Done, Error> {
        if self.statements.is_empty() {
            return Ok(Done::Unchanged);
        }
        if self.updated {
            return Ok(Done::Updated);
        }
        let same = self.probed.first().map(|mut columns| bool::decode(&mut columns)).transpose()?;
        Ok(if same == Some(false) { Done::Stale } else { Done::Missing })
    }

    /// Adds the text of the update to an error.
    pub(super) fn fail(&self, kind: Kind) -> Error {
        let error = Error::new(kind);
        match self.statements.first() {
            Some(statement) => error.with_sql(&statement.to_sql()),
            None => error,
        }
    }
}

/// The update of a tracked object, which comes to `O`.
pub struct UpdateObject<'t, T: Keyed, O> {
    object: &'t mut Tracked<T>,
    changes: Changes<T>,
    guard: Statement,
    row: UpdateRow,
    computed: RawRows,
    failed: Option<Error>,
    output: fn(Done) -> Result<O, Kind>,
}

impl<'t, T: Keyed> UpdateObject<'t, T, ()> {
    pub(super) fn new(object: &'t mut Tracked<T>) -> Self {
        let mut changes = Changes::default();
        let failed = changes.add(object).err();
        Self::build(object, changes, failed, Statement::new(), |done| match done {
            Done::Updated | Done::Unchanged => Ok(()),
            Done::Missing => Err(Kind::NotFound),
            Done::Stale => Err(Kind::Stale { stale: 1, of: 1 }),
        })
    }
}

impl<'t, T: Keyed, O> UpdateObject<'t, T, O> {
    fn build(
        object: &'t mut Tracked<T>,
        changes: Changes<T>,
        failed: Option<Error>,
        guard: Statement,
        output: fn(Done) -> Result<O, Kind>,
    ) -> Self {
        let changed = changes.rows().next().filter(|_| failed.is_none());
        let row = changed.map_or_else(UpdateRow::nothing, |row| {
            UpdateRow::of(&row, &guard, put_computed_list::<T>, describe_computed::<T>)
        });
        UpdateObject { object, changes, guard, row, computed: RawRows::default(), failed, output }
    }
}

/// `RETURNING` the columns that the database computes, if there are any.
fn put_computed_list<T: Keyed>(out: &mut Statement) {
    for (_, def) in computed::<T>() {
        out.part(Clause::Returning, |out| {
            out.push(Piece::Name(<T as Source>::REF.source));
            out.text(".");
            out.push(Piece::Name(def.name));
        });
    }
}

/// Takes what the database has computed of a row that was written: after that the object is as in the database.
/// `values` are those of the object, encoded.
pub(super) fn settle<T: Keyed>(
    object: &mut Tracked<T>,
    values: &[u8],
    columns: &mut Columns<'_>,
) -> Result<(), Error> {
    let mut any = false;
    for (column, _) in computed::<T>() {
        object.value_mut().take(column, columns)?;
        any = true;
    }
    if any {
        object.reset();
    } else {
        object.written(values);
    }
    Ok(())
}

impl<'t, T: Keyed, O> Guard for UpdateObject<'t, T, O> {
    type Table = T;
    type Guarded = UpdateObject<'t, T, bool>;

    fn guarded(mut self, guard: &Statement) -> Self::Guarded {
        self.guard.extend(guard);
        UpdateObject::build(self.object, self.changes, self.failed, self.guard, |done| match done {
            Done::Updated => Ok(true),
            Done::Unchanged | Done::Missing => Ok(false),
            Done::Stale => Err(Kind::Stale { stale: 1, of: 1 }),
        })
    }
}

impl<T: Keyed, O> Batch for UpdateObject<'_, T, O> {
    fn len(&self) -> usize {
        self.row.len()
    }

    fn statement(&self, index: usize) -> (&Statement, fn(&mut Shape)) {
        self.row.statement(index)
    }

    fn sink(&mut self, index: usize) -> &mut dyn Sink {
        if index == 0 { &mut self.computed } else { self.row.probe_sink() }
    }

    fn done(&mut self, index: usize, outcome: Outcome) -> Result<(), Error> {
        self.row.done(index, outcome);
        Ok(())
    }
}

impl<T: Keyed, O> Work for UpdateObject<'_, T, O> {
    type Output = O;

    fn finish(&mut self) -> Result<O, Error> {
        if let Some(error) = self.failed.take() {
            return Err(error);
        }
        let done = self.row.result()?;
        if done == Done::Updated {
            let mut columns = self.computed.first().unwrap_or_else(|| Columns::new(&[]));
            settle(self.object, self.changes.values(0), &mut columns)?;
        }
        (self.output)(done).map_err(|kind| self.row.fail(kind))
    }
}

impl<T: Keyed, O> fmt::Debug for UpdateObject<'_, T, O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UpdateObject").field("statements", &self.row.statements).finish_non_exhaustive()
    }
}
