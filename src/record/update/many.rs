//! The update of many tracked objects.

use std::fmt;

use super::one::settle;
use super::statement::{alias, computed, describe_computed, update_many};
use super::versions::{describe_versions, update_versions};
use crate::connection::{Batch, Collect, Outcome, Sink, Work};
use crate::error::{Error, Kind};
use crate::query::rows::{Numbers, RowSet};
use crate::record::changes::Changes;
use crate::record::changing::Guard;
use crate::record::key::put_column;
use crate::record::raw_rows::RawRows;
use crate::record::tracked::Tracked;
use crate::sql::{Clause, Statement};
use crate::table::{Keyed, Table};
use crate::value::{Columns, Row, Shape};

/// One statement, and what it returns.
struct Part {
    statement: Statement,
    /// The changed objects that it updates, by their numbers among these.
    changed: Numbers,
    /// The numbers of the rows that were there, counted from one.
    numbers: Collect<i32>,
    /// As these, each with what else is returned, if anything is.
    returned: RawRows,
}

impl Part {
    fn new(statement: Statement, changed: Numbers) -> Self {
        Part { statement, changed, numbers: Collect::default(), returned: RawRows::default() }
    }
}

/// The update of tracked objects, which comes to how many rows were there.
pub struct UpdateObjects<'t, T: Keyed> {
    objects: Vec<&'t mut Tracked<T>>,
    guard: Statement,
    changes: Changes<T>,
    /// Which of the objects were changed.
    dirty: Numbers,
    parts: Vec<Part>,
    failed: Option<Error>,
}

impl<'t, T: Keyed> UpdateObjects<'t, T> {
    pub(super) fn new(objects: Vec<&'t mut Tracked<T>>) -> Self {
        let (mut changes, mut dirty) = (Changes::default(), Numbers::default());
        let mut failed = None;
        for (number, object) in objects.iter().enumerate() {
            match changes.add(object) {
                Ok(true) => {
                    dirty.push(number);
                    changes.expect(objects.len());
                }
                Ok(false) => {}
                Err(error) => failed = failed.or(Some(error)),
            }
        }
        let work =
            UpdateObjects { objects, guard: Statement::new(), changes, dirty, parts: Vec::new(), failed };
        work.build()
    }

    /// Makes the statements.
    fn build(mut self) -> Self {
        if self.failed.is_none() && !self.dirty.is_empty() {
            match parts(&self.changes, &self.guard) {
                Ok(parts) => self.parts = parts,
                Err(error) => self.failed = Some(error),
            }
        }
        self
    }
}

/// The statements that write what was changed.
fn parts<T: Keyed>(changes: &Changes<T>, guard: &Statement) -> Result<Vec<Part>, Error> {
    if has_version::<T>() {
        let statement = update_versions(changes, guard)?;
        let mut changed = Numbers::default();
        (0..changes.len()).for_each(|number| changed.push(number));
        return Ok(vec![Part::new(statement, changed)]);
    }
    let rows = RowSet::of(changes.rows());
    let statements = update_many::<T>(rows, true).into_iter().map(|(mut statement, changed)| {
        statement.extend(guard);
        statement.part(Clause::Returning, |out| {
            out.text(alias::<T>().number);
            for (_, def) in computed::<T>() {
                out.text(", ");
                put_column::<T>(def.name, out);
            }
        });
        Part::new(statement, changed)
    });
    Ok(statements.collect())
}

pub(super) fn has_version<T: Table>() -> bool {
    T::DEFINITION.columns.iter().any(|def| def.version)
}

fn describe_numbered<T: Keyed>(shape: &mut Shape) {
    i32::describe(shape);
    describe_computed::<T>(shape);
}

impl<T: Keyed> Guard for UpdateObjects<'_, T> {
    type Table = T;
    type Guarded = Self;

    fn guarded(mut self, guard: &Statement) -> Self {
        self.guard.extend(guard);
        self.build()
    }
}

impl<T: Keyed> Batch for UpdateObjects<'_, T> {
    fn len(&self) -> usize {
        self.parts.len()
    }

    #[allow(clippy::indexing_slicing, reason = "the index is below `len`")]
    fn statement(&self, index: usize) -> (&Statement, fn(&mut Shape)) {
        let describe = if has_version::<T>() { describe_versions::<T> } else { describe_numbered::<T> };
        (&self.parts[index].statement, describe)
    }

    #[allow(clippy::indexing_slicing, reason = "the index is below `len`")]
    fn sink(&mut self, index: usize) -> &mut dyn Sink {
        let part = &mut self.parts[index];
        if computed::<T>().next().is_some() { &mut part.returned } else { &mut part.numbers }
    }

    fn done(&mut self, _: usize, _: Outcome) -> Result<(), Error> {
        Ok(())
    }
}

impl<T: Keyed> Work for UpdateObjects<'_, T> {
    type Output = u64;

    fn finish(&mut self) -> Result<u64, Error> {
        if let Some(error) = self.failed.take() {
            return Err(error);
        }
        let mut updated = 0;
        for part in &self.parts {
            let mut stale = 0;
            let mut settle = |number: i32, columns: &mut Columns<'_>| {
                let number = usize::try_from(number).ok().and_then(|number| number.checked_sub(1));
                let changed = number.and_then(|number| part.changed.get(number));
                let object = changed.and_then(|changed| self.dirty.get(changed));
                if let (Some(changed), Some(object)) =
                    (changed, object.and_then(|at| self.objects.get_mut(at)))
                {
                    settle(object, self.changes.values(changed), columns)?;
                    updated += 1;
                }
                Ok::<_, Error>(())
            };
            for number in &part.numbers.0 {
                settle(*number, &mut Columns::new(&[]))?;
            }
            for mut columns in part.returned.iter() {
                let number = i32::decode(&mut columns)?;
                if has_version::<T>() {
                    let (same, written) = <(Option<bool>, bool)>::decode(&mut columns)?;
                    stale += usize::from(same == Some(false));
                    if !written {
                        continue;
                    }
                }
                settle(number, &mut columns)?;
            }
            if stale > 0 {
                return Err(Error::new(Kind::Stale { stale, of: part.changed.len() }));
            }
        }
        Ok(updated)
    }
}

impl<T: Keyed> fmt::Debug for UpdateObjects<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UpdateObjects").field("objects", &self.objects.len()).finish_non_exhaustive()
    }
}
