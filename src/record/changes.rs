//! Objects that were changed, as rows to be written.

use std::fmt;
use std::marker::PhantomData;

use super::tracked::{Tracked, another_row};
use crate::error::{Error, ValueError};
use crate::query::rows::{NewRow, Slot};
use crate::table::{Keyed, Table};
use crate::value::Encoder;

/// Stands in the place of the length of a value that could not be encoded: no value has it.
pub(super) const UNKNOWN: [u8; 4] = (-2_i32).to_be_bytes();

/// What changed objects are now, encoded once: what is written of them, and what they are compared with later.
pub(super) struct Changes<T> {
    values: Encoder,
    /// Where in `values` each value lies: all columns of each object.
    places: Vec<usize>,
    /// Which of them are to be written or compared with: keys, versions, and what was changed.
    given: Vec<bool>,
    /// Values that could not be encoded, by their numbers in `places`, and why.
    failed: Vec<(usize, String)>,
    table: PhantomData<fn() -> T>,
}

impl<T> Default for Changes<T> {
    fn default() -> Self {
        Changes {
            values: Encoder::default(),
            places: Vec::new(),
            given: Vec::new(),
            failed: Vec::new(),
            table: PhantomData,
        }
    }
}

impl<T: Keyed> Changes<T> {
    /// Adds an object if it was changed, and says whether it was.
    ///
    /// # Errors
    ///
    /// Its primary key was changed.
    pub(super) fn add(&mut self, object: &Tracked<T>) -> Result<bool, Error> {
        let Some(before) = object.before() else { return Ok(false) };
        let (start, first) = (self.values.as_bytes().len(), self.places.len());
        let (mut any, mut another) = (false, false);
        for ((column, def), before) in T::DEFINITION.columns.iter().enumerate().zip(before.values()) {
            let at = self.values.as_bytes().len();
            let changed = match T::put(object, column, &mut self.values) {
                Ok(()) => self.values.as_bytes().get(at..) != Some(before),
                Err(why) => {
                    self.failed.push((self.places.len(), why.to_string()));
                    self.values.put(&UNKNOWN);
                    true
                }
            };
            // A version is no value of the row's own.
            let changed = changed && !def.version;
            any |= changed;
            another |= changed && def.primary_key;
            self.places.push(at);
            self.given.push(changed || def.primary_key || def.version);
        }
        if another {
            return Err(another_row::<T>());
        }
        if !any {
            self.values.truncate(start);
            self.places.truncate(first);
            self.given.truncate(first);
        }
        Ok(any)
    }

    /// The objects as rows, in the order in which they were added.
    pub(super) fn rows(&self) -> impl Iterator<Item = Changed<'_, T>> + Clone {
        (0..self.len()).map(|row| Changed { changes: self, first: row * T::DEFINITION.columns.len() })
    }

    /// How many objects there are.
    pub(super) fn len(&self) -> usize {
        self.places.len() / T::DEFINITION.columns.len().max(1)
    }

    /// The values of an object, see [`Snapshot`](super::snapshot::Snapshot).
    pub(super) fn values(&self, row: usize) -> &[u8] {
        let width = T::DEFINITION.columns.len();
        let start = self.places.get(row * width).copied().unwrap_or_default();
        let end = self.places.get((row + 1) * width).copied();
        let values = self.values.as_bytes();
        values.get(start..end.unwrap_or(values.len())).unwrap_or_default()
    }
}

impl<T> fmt::Debug for Changes<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Changes").field("count", &self.places.len()).finish_non_exhaustive()
    }
}

/// An object of [`Changes`].
#[derive(Debug)]
pub(super) struct Changed<'c, T> {
    changes: &'c Changes<T>,
    /// The number of its first value.
    first: usize,
}

impl<T: Table> NewRow for Changed<'_, T> {
    type Table = T;
    type Needs = ();

    #[inline]
    fn slot(&self, column: usize) -> Slot<'_> {
        match self.changes.given.get(self.first + column) {
            Some(true) => Slot::Value,
            Some(false) | None => Slot::Omitted,
        }
    }

    #[inline]
    fn put(&self, column: usize, out: &mut Encoder) -> Result<(), ValueError> {
        let Changes { values, places, failed, .. } = self.changes;
        let place = self.first + column;
        if let Some((_, why)) = failed.iter().find(|(failed, _)| *failed == place) {
            return Err(ValueError::new(why.clone()));
        }
        out.copy_value(values, places.get(place).copied().unwrap_or(usize::MAX));
        Ok(())
    }
}
