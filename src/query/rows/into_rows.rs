//! What can be inserted: one row or many.

use super::NewRow;
use crate::error::{Error, Kind};
use crate::table::Table;
use crate::value::Encoder;

/// One row.
#[derive(Debug)]
pub enum One {}

/// Any number of rows.
#[derive(Debug)]
pub enum Many {}

/// One row, or an array, a `Vec` or any iterator of rows.
///
/// `M` is [`One`] or [`Many`]; the compiler infers it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be inserted",
    label = "neither a row nor rows",
    note = "make a row with `Person::create()`; give one, or an array, a `Vec` or an iterator of them"
)]
pub trait IntoRows<M> {
    /// A row.
    type Row: NewRow;
    /// `R` for one row, `Vec<R>` for many.
    type Output<R>;
    /// The rows, one after the other.
    type Rows: Iterator<Item = Self::Row>;

    /// Hands out the rows.
    fn into_rows(self) -> Self::Rows;

    /// What came back, as the caller gave it.
    ///
    /// # Errors
    ///
    /// One row was given and none came back.
    fn output<R>(returned: Vec<R>) -> Result<Self::Output<R>, Error>;
}

impl<R: NewRow> IntoRows<One> for R {
    type Row = R;
    type Output<T> = T;
    type Rows = std::iter::Once<R>;

    fn into_rows(self) -> Self::Rows {
        std::iter::once(self)
    }

    fn output<T>(returned: Vec<T>) -> Result<T, Error> {
        returned.into_iter().next().ok_or_else(|| Error::new(Kind::NotFound))
    }
}

impl<I: IntoIterator<Item = R>, R: NewRow> IntoRows<Many> for I {
    type Row = R;
    type Output<T> = Vec<T>;
    type Rows = I::IntoIter;

    fn into_rows(self) -> I::IntoIter {
        self.into_iter()
    }

    fn output<T>(returned: Vec<T>) -> Result<Vec<T>, Error> {
        Ok(returned)
    }
}

impl<T: Table + Sync> NewRow for &T {
    type Table = T;
    type Needs = ();

    fn slot(&self, _: usize) -> super::Slot<'_> {
        super::Slot::Value
    }

    fn put(&self, column: usize, out: &mut Encoder) -> Result<(), crate::error::ValueError> {
        T::put(self, column, out)
    }
}
