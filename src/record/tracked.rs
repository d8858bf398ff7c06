//! Objects that know what has been changed of them.

use std::fmt;
use std::ops::{Deref, DerefMut};
use std::panic::Location;

use super::snapshot::Snapshot;
use crate::error::{Error, Kind};
use crate::table::{Keyed, Table};

/// Begins to track a row: `person.track()`. Every table has it; only those with a primary key can use it.
pub trait Track: Table {
    /// Takes the row as it is now for what is in the database, and remembers what is changed from now on, so that
    /// `db.update(&mut person)` writes only that.
    ///
    /// ```no_run
    /// # use piton::prelude::*;
    /// # #[derive(Table)] struct Person { #[column(primary_key, auto)] id: i32, name: String, age: i32 }
    /// # async fn example(db: &mut Connection, person: Person) -> Result<(), piton::Error> {
    /// let mut person = person.track();
    /// person.name = "Blice".into();
    /// assert_eq!(person.changed(), ["name"]);
    /// db.update(&mut person).await?;
    /// assert!(!person.is_dirty());
    /// # Ok(()) }
    /// ```
    fn track(self) -> Tracked<Self>
    where
        Self: Keyed,
    {
        Tracked { snapshot: Snapshot::of(&self), value: Some(self), borrowed: None }
    }
}

#[diagnostic::do_not_recommend]
impl<T: Table> Track for T {}

/// A row that knows which of its columns were changed since it was loaded. It derefs to the row.
///
/// A column is changed if its value has another binary form than before: what is set to the value that it had is not
/// changed. Changes through a shared reference, as of a `Cell` inside of a value, are seen only after a mutable borrow.
///
/// Where the object is dropped with changes that were never written, that is reported through `tracing` as a warning
/// with the table, the changed columns, and the place in the program where the object was last borrowed mutably. The
/// report is left out while a thread panics. [`into_inner`](Tracked::into_inner) and [`reset`](Tracked::reset) say that
/// the changes are not meant to be written.
pub struct Tracked<T: Keyed> {
    /// `None` only while `into_inner` drops what is left.
    value: Option<T>,
    snapshot: Snapshot,
    /// Where the value was last borrowed mutably since the snapshot was taken.
    borrowed: Option<&'static Location<'static>>,
}

impl<T: Keyed> Tracked<T> {
    /// Whether a column was changed.
    #[must_use]
    pub fn is_dirty(&self) -> bool {
        self.borrowed.is_some() && self.snapshot.changes(&**self).next().is_some()
    }

    /// The names of the columns that were changed, in the table's order. A `version` column does not count as a change:
    /// it says which version the row must have.
    #[must_use]
    pub fn changed(&self) -> Vec<&'static str> {
        let columns = T::DEFINITION.columns;
        self.changes().into_iter().filter_map(|column| columns.get(column)).map(|def| def.name).collect()
    }

    /// What the row was, if it can have been changed since.
    pub(super) fn before(&self) -> Option<&Snapshot> {
        self.borrowed.map(|_| &self.snapshot)
    }

    /// The numbers of the columns that were changed.
    fn changes(&self) -> Vec<usize> {
        match self.borrowed {
            None => Vec::new(),
            Some(_) => self.snapshot.changes(&**self).collect(),
        }
    }

    /// The row, if it is still the same one.
    ///
    /// # Errors
    ///
    /// Its primary key was changed.
    pub(super) fn same_row(&self) -> Result<&T, Error> {
        let is_key = |column| T::DEFINITION.key.contains(column);
        match self.changes().iter().any(is_key) {
            false => Ok(self),
            true => Err(another_row::<T>()),
        }
    }

    /// Takes the row as it is now for what is in the database: nothing of it is changed any more.
    pub fn reset(&mut self) {
        if let Some(value) = &self.value {
            self.snapshot = Snapshot::of(value);
        }
        self.borrowed = None;
    }

    /// Takes these values, encoded column by column, for what is in the database.
    pub(super) fn written(&mut self, values: &[u8]) {
        self.snapshot.replace(values);
        self.borrowed = None;
    }

    /// The row, which is not tracked any more.
    #[must_use]
    #[allow(
        clippy::expect_used,
        clippy::missing_panics_doc,
        reason = "only this function takes the value, and the object ends with it"
    )]
    pub fn into_inner(mut self) -> T {
        self.borrowed = None;
        self.value.take().expect("the value is there until the object ends")
    }

    /// The row to be written into by the library, which is no change of the user's.
    #[allow(clippy::expect_used, reason = "only `into_inner` takes the value, and the object ends with it")]
    pub(super) fn value_mut(&mut self) -> &mut T {
        self.value.as_mut().expect("the value is there until the object ends")
    }
}

impl<T: Keyed> Deref for Tracked<T> {
    type Target = T;

    #[inline]
    #[allow(clippy::expect_used, reason = "only `into_inner` takes the value, and the object ends with it")]
    fn deref(&self) -> &T {
        self.value.as_ref().expect("the value is there until the object ends")
    }
}

impl<T: Keyed> DerefMut for Tracked<T> {
    #[inline]
    #[track_caller]
    fn deref_mut(&mut self) -> &mut T {
        self.borrowed = Some(Location::caller());
        self.value_mut()
    }
}

impl<T: Keyed> Drop for Tracked<T> {
    fn drop(&mut self) {
        let (Some(place), Some(value)) = (self.borrowed, &self.value) else { return };
        if std::thread::panicking() {
            return;
        }
        let columns = T::DEFINITION.columns;
        let changed: Vec<&str> = self
            .snapshot
            .changes(value)
            .filter_map(|column| columns.get(column))
            .map(|def| def.name)
            .collect();
        if !changed.is_empty() {
            report(T::REF.table, &changed, place);
        }
    }
}

#[cold]
pub(super) fn another_row<T: Table>() -> Error {
    Error::new(Kind::Statement(
        format!(
            "the primary key of an object of table \"{}\" was changed, so it is about another row; nothing was sent",
            T::DEFINITION.name,
        )
        .into(),
    ))
}

#[cold]
fn report(table: &str, changed: &[&str], place: &Location<'_>) {
    tracing::warn!(
        table,
        columns = changed.join(", "),
        place = %place,
        "an object was changed and dropped without being written to the database"
    );
}

impl<T: Keyed + Clone> Clone for Tracked<T> {
    fn clone(&self) -> Self {
        Tracked { value: self.value.clone(), snapshot: self.snapshot.clone(), borrowed: self.borrowed }
    }
}

impl<T: Keyed + fmt::Debug> fmt::Debug for Tracked<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tracked").field("value", &self.value).field("changed", &self.changed()).finish()
    }
}
