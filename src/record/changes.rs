//! Objects that were changed, as rows to be written.

use std::fmt;
use std::marker::PhantomData;

use super::tracked::{Tracked, another_row};
use crate::error::{Error, ValueError};
use crate::query::rows::{EncodedRow, NewRow, Slot, UNSET};
use crate::table::{Keyed, Table};
use crate::value::Encoder;

/// Stands in the place of the length of a value that could not be encoded: no value has it.
pub(super) const UNKNOWN: [u8; 4] = (-2_i32).to_be_bytes();

/// No more room is made for values than this, in bytes, before they come.
const ROOM: usize = 1 << 20;

/// In the place of a value that lies further behind the start of its object than can be told.
const TOO_LONG: u32 = UNSET - 4096;

/// What changed objects are now, encoded once: what is written of them, and what they are compared with later.
pub(super) struct Changes<T> {
    values: Encoder,
    /// Where in `values` each object begins.
    starts: Vec<usize>,
    /// Where behind that each value lies which is to be written or compared with: keys, versions, and what was changed.
    /// The others are `UNSET`. They are all columns of each object.
    places: Vec<u32>,
    /// Values that could not be encoded, by their numbers in `places`, and why.
    failed: Vec<(usize, String)>,
    table: PhantomData<fn() -> T>,
}

impl<T> Default for Changes<T> {
    fn default() -> Self {
        Changes {
            values: Encoder::default(),
            starts: Vec::new(),
            places: Vec::new(),
            failed: Vec::new(),
            table: PhantomData,
        }
    }
}

impl<T: Keyed> Changes<T> {
    /// Makes room for so many objects like the first one, if that has just come.
    #[inline]
    pub(super) fn expect(&mut self, objects: usize) {
        if self.len() == 1 && self.starts.capacity() < objects {
            self.starts.reserve(objects);
            self.places.reserve(self.places.len().saturating_mul(objects));
            self.values.reserve(self.values.as_bytes().len().saturating_mul(objects).min(ROOM));
        }
    }

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
                    self.fail(&why);
                    true
                }
            };
            // A version is no value of the row's own.
            let changed = changed && !def.version;
            any |= changed;
            another |= changed && def.primary_key;
            let given = changed || def.primary_key || def.version;
            self.places.push(if given {
                u32::try_from(at - start).map_or(TOO_LONG, |place| place.min(TOO_LONG))
            } else {
                UNSET
            });
        }
        if another {
            return Err(another_row::<T>());
        }
        if any {
            self.starts.push(start);
        } else {
            self.values.truncate(start);
            self.places.truncate(first);
            self.failed.retain(|(place, _)| *place < first);
        }
        Ok(any)
    }

    #[cold]
    fn fail(&mut self, why: &ValueError) {
        self.failed.push((self.places.len(), why.to_string()));
        self.values.put(&UNKNOWN);
    }

    /// The objects as rows, in the order in which they were added.
    pub(super) fn rows(&self) -> impl Iterator<Item = Changed<'_, T>> + Clone {
        let width = T::DEFINITION.columns.len();
        let row =
            move |(row, start): (usize, &usize)| Changed { changes: self, first: row * width, start: *start };
        self.starts.iter().enumerate().map(row)
    }

    /// How many objects there are.
    pub(super) fn len(&self) -> usize {
        self.starts.len()
    }

    /// The values of an object, see [`Snapshot`](super::snapshot::Snapshot).
    pub(super) fn values(&self, row: usize) -> &[u8] {
        let values = self.values.as_bytes();
        let start = self.starts.get(row).copied().unwrap_or(values.len());
        let end = self.starts.get(row + 1).copied().unwrap_or(values.len());
        values.get(start..end).unwrap_or_default()
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
    /// Where it begins.
    start: usize,
}

impl<T: Table> NewRow for Changed<'_, T> {
    type Table = T;
    type Needs = ();

    #[inline]
    fn slot(&self, column: usize) -> Slot<'_> {
        match self.changes.places.get(self.first + column) {
            None | Some(&UNSET) => Slot::Omitted,
            Some(_) => Slot::Value,
        }
    }

    #[inline]
    fn plain(&self) -> Option<EncodedRow<'_>> {
        let Changes { values, places, failed, .. } = self.changes;
        let places = places.get(self.first..self.first + T::DEFINITION.columns.len())?;
        failed.is_empty().then(|| EncodedRow::new(values, self.start, places))
    }

    #[inline]
    fn put(&self, column: usize, out: &mut Encoder) -> Result<(), ValueError> {
        let Changes { values, places, failed, .. } = self.changes;
        let place = self.first + column;
        if let Some((_, why)) = failed.iter().find(|(failed, _)| *failed == place) {
            return Err(ValueError::new(why.clone()));
        }
        match places.get(place).copied() {
            Some(TOO_LONG) => return Err(ValueError::new("the values of the row are too long")),
            place => {
                let place = place.and_then(|place| usize::try_from(place).ok());
                out.copy_value(values, place.map_or(usize::MAX, |place| self.start.saturating_add(place)));
            }
        }
        Ok(())
    }
}
