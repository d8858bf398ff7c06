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

    /// Hands out the rows, one after the other.
    fn each(self, take: impl FnMut(Self::Row));

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

    fn each(self, mut take: impl FnMut(R)) {
        take(self);
    }

    fn output<T>(returned: Vec<T>) -> Result<T, Error> {
        returned.into_iter().next().ok_or_else(|| Error::new(Kind::NotFound))
    }
}

impl<I: IntoIterator<Item = R>, R: NewRow> IntoRows<Many> for I {
    type Row = R;
    type Output<T> = Vec<T>;

    fn each(self, take: impl FnMut(R)) {
        self.into_iter().for_each(take);
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
