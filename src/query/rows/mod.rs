//! Rows on their way to the database: what of them is given, and how many of them become one statement.

mod builder;
mod columns;
mod distinct;
mod encoded_row;
mod fields;
mod group;
mod into_rows;
mod numbers;
mod set;
mod state;

pub use builder::{RowData, ValueOf};
pub(crate) use builder::{UNSET, put_column};
pub(crate) use columns::{at_column, numbered};
pub use encoded_row::EncodedRow;
pub use fields::FieldTuple;
pub(crate) use group::Group;
pub use into_rows::{IntoRows, Many, One};
pub(crate) use numbers::Numbers;
pub(crate) use set::RowSet;
pub use state::{
    AllGiven, AllIn, Changes, Filled, Flags, Given, Gives, ListHas, Mode, Need, Needs, New, Open, Patch,
    Unset,
};

use crate::error::ValueError;
use crate::sql::Statement;
use crate::table::Table;
use crate::value::Encoder;

/// A row that can be inserted: what [`Table::create`] builds, or a whole struct of the table.
///
/// Columns are numbered as the fields of the struct are, from zero.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a row of a table",
    label = "not a row",
    note = "make one with `Person::create()`, or give a value of the table's struct"
)]
pub trait NewRow: Send {
    /// The table.
    type Table: Table;
    /// The columns without a default, and which of them are given, see [`AllGiven`].
    type Needs;

    /// Computes what is left to be computed: the defaults of columns that the program gives, not the database.
    fn prepare(&mut self) {}

    /// What is given for a column.
    fn slot(&self, column: usize) -> Slot<'_>;

    /// The values of the row where they lie encoded already, and it gives nothing but values and the time of the
    /// transaction: what [`slot`](NewRow::slot) and [`put`](NewRow::put) say of its columns, all at once.
    #[inline]
    fn plain(&self) -> Option<EncodedRow<'_>> {
        None
    }

    /// Whether the value of a column is a default that [`prepare`](NewRow::prepare) has computed: where the row is there
    /// already, it is not a change.
    fn is_default(&self, column: usize) -> bool {
        let _ = column;
        false
    }

    /// Appends the value of a column with its length before it, or NULL.
    ///
    /// # Errors
    ///
    /// The value has no representation in its PostgreSQL type. Nothing is left of it in the buffer then.
    fn put(&self, column: usize, out: &mut Encoder) -> Result<(), ValueError>;
}

/// What a row gives for one of its columns.
#[derive(Clone, Copy, Debug)]
pub enum Slot<'r> {
    /// Nothing: the database decides.
    Omitted,
    /// A value, or NULL.
    Value,
    /// An expression that the database computes.
    Expression(&'r Statement),
}
