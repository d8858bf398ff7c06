//! The update of many tracked objects.

use std::fmt;

use super::one::settle;
use super::statement::{alias, computed, describe_computed, update_many};
use super::versions::{describe_versions, update_versions};
use crate::connection::{Batch, Outcome, Sink, Work};
use crate::error::{Error, Kind};
use crate::record::cells::Cells;
use crate::record::changing::Guard;
use crate::record::key::put_column;
use crate::record::raw_rows::RawRows;
use crate::record::tracked::Tracked;
use crate::sql::{Clause, Statement};
use crate::table::{Keyed, Table};
use crate::value::{Row, Shape};

/// One statement, and the numbers of the objects that it updates.
struct Part {
    statement: Statement,
    objects: Vec<usize>,
    returned: RawRows,
}

/// The update of tracked objects, which comes to how many rows were there.
pub struct UpdateObjects<'t, T: Keyed> {
    objects: Vec<&'t mut Tracked<T>>,
    guard: Statement,
    parts: Vec<Part>,
    failed: Option<Error>,
}

impl<'t, T: Keyed> UpdateObjects<'t, T> {
    pub(super) fn new(objects: Vec<&'t mut Tracked<T>>) -> Self {
        Self::build(objects, Statement::new())
    }

    fn build(objects: Vec<&'t mut Tracked<T>>, guard: Statement) -> Self {
        let (parts, failed) = match parts(&objects, &guard) {
            Ok(parts) => (parts, None),
            Err(error) => (Vec::new(), Some(error)),
        };
        UpdateObjects { objects, guard, parts, failed }
    }
}

/// The statements that write what was changed.
fn parts<T: Keyed>(objects: &[&mut Tracked<T>], guard: &Statement) -> Result<Vec<Part>, Error> {
    let mut dirty = Vec::new();
    let mut changes = Vec::new();
    for (number, object) in objects.iter().enumerate() {
        let changed = object.changes_to_write()?;
        if !changed.is_empty() {
            dirty.push(number);
            changes.push((&**object, changed));
        }
    }
    if dirty.is_empty() {
        return Ok(Vec::new());
    }
    let cells = Cells::of_changes(changes);
    let rows = cells.rows();
    if has_version::<T>() {
        let statement = update_versions(&rows, guard)?;
        return Ok(vec![Part { statement, objects: dirty, returned: RawRows::default() }]);
    }
    let statements = update_many(&rows).into_iter().map(|(mut statement, rows)| {
        statement.extend(guard);
        statement.part(Clause::Returning, |out| {
            out.text(alias::<T>().number);
            for (_, def) in computed::<T>() {
                out.text(", ");
                put_column::<T>(def.name, out);
            }
        });
        let objects = rows.into_iter().filter_map(|row| dirty.get(row).copied()).collect();
        Part { statement, objects, returned: RawRows::default() }
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
        Self::build(self.objects, self.guard)
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
        &mut self.parts[index].returned
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
            for mut columns in part.returned.iter() {
                let number = usize::try_from(i32::decode(&mut columns)?).unwrap_or(0);
                if has_version::<T>() {
                    let (same, written) = <(Option<bool>, bool)>::decode(&mut columns)?;
                    stale += usize::from(same == Some(false));
                    if !written {
                        continue;
                    }
                }
                let object = number.checked_sub(1).and_then(|number| part.objects.get(number));
                if let Some(object) = object.and_then(|object| self.objects.get_mut(*object)) {
                    settle(object, &mut columns)?;
                    updated += 1;
                }
            }
            if stale > 0 {
                return Err(Error::new(Kind::Stale { stale, of: part.objects.len() }));
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
