//! Values of rows that are written together: of which row, of which column.

use std::fmt;
use std::marker::PhantomData;

use super::key::KeyOf;
use super::tracked::Tracked;
use crate::error::ValueError;
use crate::query::rows::{NewRow, Slot};
use crate::table::{Keyed, Table};
use crate::value::Encoder;

/// No value.
const NONE: usize = usize::MAX;
/// A value that could not be encoded.
const FAILED: usize = usize::MAX - 1;

/// Values of the rows of one table, encoded into one buffer.
pub(super) struct Cells<T> {
    values: Encoder,
    /// Where in `values` each value lies, row after row.
    places: Vec<usize>,
    columns: &'static [usize],
    /// Whether `columns` are all of the table's, so that a column's number is its place.
    all: bool,
    /// Values that could not be encoded, by their numbers in `places`, and why.
    failed: Vec<(usize, String)>,
    table: PhantomData<fn() -> T>,
}

impl<T: Table> Cells<T> {
    fn new(columns: &'static [usize], all: bool) -> Self {
        Cells {
            values: Encoder::default(),
            places: Vec::new(),
            columns,
            all,
            failed: Vec::new(),
            table: PhantomData,
        }
    }

    fn width(&self) -> usize {
        if self.all { T::DEFINITION.columns.len() } else { self.columns.len() }
    }

    fn put(&mut self, put: impl FnOnce(&mut Encoder) -> Result<(), ValueError>) {
        let start = self.values.as_bytes().len();
        match put(&mut self.values) {
            Ok(()) => self.places.push(start),
            Err(why) => {
                self.failed.push((self.places.len(), why.to_string()));
                self.places.push(FAILED);
            }
        }
    }

    /// The rows, to be written into a statement.
    pub(super) fn rows(&self) -> Vec<CellRow<'_, T>> {
        (0..self.len()).map(|row| CellRow { cells: self, row }).collect()
    }

    pub(super) fn len(&self) -> usize {
        self.places.len() / self.width().max(1)
    }
}

impl<T: Table> Cells<T> {
    /// Keys.
    pub(super) fn of_keys<K: KeyOf<T>>(keys: impl IntoIterator<Item = K>) -> Self {
        let mut cells = Cells::new(T::DEFINITION.key, false);
        for key in keys {
            for part in 0..T::DEFINITION.key.len() {
                cells.put(|out| key.put_part(part, out));
            }
        }
        cells
    }

    /// The keys of rows.
    pub(super) fn keys_of<'r>(rows: impl IntoIterator<Item = &'r T>) -> Self {
        let mut cells = Cells::new(T::DEFINITION.key, false);
        for row in rows {
            for column in T::DEFINITION.key {
                cells.put(|out| row.put(*column, out));
            }
        }
        cells
    }
}

impl<T: Keyed> Cells<T> {
    /// What is needed to update rows: the columns that were changed, the keys, and the versions.
    pub(super) fn of_changes<'r>(rows: impl IntoIterator<Item = (&'r Tracked<T>, Vec<usize>)>) -> Self {
        let mut cells = Cells::new(&[], true);
        for (row, changes) in rows {
            for (column, def) in T::DEFINITION.columns.iter().enumerate() {
                if def.primary_key || def.version || changes.binary_search(&column).is_ok() {
                    cells.put(|out| row.put(column, out));
                } else {
                    cells.places.push(NONE);
                }
            }
        }
        cells
    }
}

impl<T> fmt::Debug for Cells<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cells").field("count", &self.places.len()).finish_non_exhaustive()
    }
}

/// A row of [`Cells`].
#[derive(Debug)]
pub(super) struct CellRow<'c, T> {
    cells: &'c Cells<T>,
    row: usize,
}

impl<T: Table> CellRow<'_, T> {
    fn place(&self, column: usize) -> Option<usize> {
        let cells = self.cells;
        let at = if cells.all { column } else { cells.columns.iter().position(|other| *other == column)? };
        Some(self.row * cells.width() + at)
    }
}

impl<T: Table> NewRow for CellRow<'_, T> {
    type Table = T;
    type Needs = ();

    #[inline]
    fn slot(&self, column: usize) -> Slot<'_> {
        match self.place(column).and_then(|place| self.cells.places.get(place)) {
            None | Some(&NONE) => Slot::Omitted,
            Some(_) => Slot::Value,
        }
    }

    #[inline]
    fn put(&self, column: usize, out: &mut Encoder) -> Result<(), ValueError> {
        let place = self.place(column).unwrap_or(NONE);
        let start = self.cells.places.get(place).copied().unwrap_or(NONE);
        if start == FAILED {
            let failed = self.cells.failed.iter().find(|(failed, _)| *failed == place);
            return Err(ValueError::new(failed.map_or_else(String::new, |(_, why)| why.clone())));
        }
        out.copy_value(&self.cells.values, start);
        Ok(())
    }
}
