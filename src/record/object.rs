//! Objects: rows in memory, tracked or not.

use super::tracked::Tracked;
use crate::error::Error;
use crate::table::{Keyed, Table};

/// An object that stands for a row of a table: a row, or a tracked one.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not stand for a row of a table",
    label = "not an object",
    note = "give `&mut person` or `&mut people`, where `Person` is a table"
)]
pub trait Object: Send {
    /// The table.
    type Table: Table;

    /// The row, if it is still about the same one.
    ///
    /// # Errors
    ///
    /// The primary key was changed.
    fn row(&self) -> Result<&Self::Table, Error>;

    /// Takes the row as the database has it.
    fn refill(&mut self, row: Self::Table);
}

#[diagnostic::do_not_recommend]
impl<T: Table> Object for T {
    type Table = T;

    fn row(&self) -> Result<&T, Error> {
        Ok(self)
    }

    fn refill(&mut self, row: T) {
        self.replace(row);
    }
}

#[diagnostic::do_not_recommend]
impl<T: Keyed> Object for Tracked<T> {
    type Table = T;

    fn row(&self) -> Result<&T, Error> {
        self.same_row()
    }

    fn refill(&mut self, row: T) {
        self.value_mut().replace(row);
        self.reset();
    }
}

/// An object whose row can be deleted: a reference to a row, or a tracked object or a mutable reference to one.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be deleted",
    label = "neither a row nor a tracked object",
    note = "give `&person`, `&people` or tracked objects; or delete by keys: `db.delete_key::<Person>(1)`"
)]
pub trait Deletable: Send {
    /// The table.
    type Table: Table;

    /// See [`Object::row`].
    ///
    /// # Errors
    ///
    /// The primary key was changed.
    fn row(&self) -> Result<&Self::Table, Error>;

    /// The row is gone: there is nothing of the object to be written any more.
    fn deleted(&mut self);
}

#[diagnostic::do_not_recommend]
impl<T: Table + Sync> Deletable for &T {
    type Table = T;

    fn row(&self) -> Result<&T, Error> {
        Ok(self)
    }

    fn deleted(&mut self) {}
}

#[diagnostic::do_not_recommend]
impl<T: Keyed> Deletable for Tracked<T> {
    type Table = T;

    fn row(&self) -> Result<&T, Error> {
        self.same_row()
    }

    fn deleted(&mut self) {
        self.reset();
    }
}

#[diagnostic::do_not_recommend]
impl<T: Keyed> Deletable for &mut Tracked<T> {
    type Table = T;

    fn row(&self) -> Result<&T, Error> {
        self.same_row()
    }

    fn deleted(&mut self) {
        self.reset();
    }
}
