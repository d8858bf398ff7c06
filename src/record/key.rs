//! Primary keys as arguments.

use crate::error::ValueError;
use crate::query::rows::{Group, RowSet};
use crate::sql::{Piece, Statement};
use crate::table::{KeyFrom, Source, Table};
use crate::value::Encoder;

/// A value of the primary key of the table `T`: that of its column, or a tuple of those of its columns in the order of
/// the key.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a primary key of `{T}`",
    label = "not a key of `{T}`",
    note = "a key of several columns is a tuple of their values, in the order of the key"
)]
pub trait KeyOf<T> {
    /// Appends the value of one of the key's columns, counted from zero, with its length before it.
    ///
    /// # Errors
    ///
    /// As [`Encoder::put_value`].
    fn put_part(&self, part: usize, out: &mut Encoder) -> Result<(), ValueError>;
}

#[diagnostic::do_not_recommend]
impl<K, T: Table> KeyOf<T> for K
where
    T::PrimaryKey: KeyFrom<K, T>,
{
    fn put_part(&self, part: usize, out: &mut Encoder) -> Result<(), ValueError> {
        T::PrimaryKey::put(self, part, out)
    }
}

/// The values of keys.
pub(super) fn keys<T: Table, K: KeyOf<T>>(keys: impl IntoIterator<Item = K>) -> RowSet {
    let columns = T::DEFINITION.key;
    RowSet::of_columns(columns, T::DEFINITION.columns, keys, |key, column, out| {
        key.put_part(columns.iter().position(|other| *other == column).unwrap_or(0), out)
    })
}

/// The keys of rows.
pub(super) fn keys_of<'r, T: Table>(rows: impl IntoIterator<Item = &'r T>) -> RowSet {
    RowSet::of_columns(T::DEFINITION.key, T::DEFINITION.columns, rows, |row, column, out| {
        row.put(column, out)
    })
}

/// `"person"."id"`
pub(super) fn put_column<T: Table>(name: &'static str, out: &mut Statement) {
    out.push(Piece::Name(<T as Source>::REF.source));
    out.text(".");
    out.push(Piece::Name(name));
}

/// `"a"."x" = $1 AND "a"."y" = $2`: the row with the only key of a group.
pub(super) fn put_key<T: Table>(key: &Group, out: &mut Statement) {
    put_condition::<T>(
        |_, column, out| {
            if let Some(cells) = key.cells(column) {
                cells.put_first(out);
            }
        },
        out,
    );
}

/// `"a"."x" = $1 AND "a"."y" = $2`: the row with a key, each of whose columns `put` writes.
pub(super) fn put_condition<T: Table>(
    mut put: impl FnMut(usize, usize, &mut Statement),
    out: &mut Statement,
) {
    let table = T::DEFINITION;
    for (part, column) in table.key.iter().enumerate() {
        let Some(def) = table.columns.get(*column) else { continue };
        out.text(if part == 0 { "" } else { " AND " });
        put_column::<T>(def.name, out);
        out.text(" = ");
        put(part, *column, out);
    }
}
