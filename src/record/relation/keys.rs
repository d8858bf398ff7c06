//! The keys of rows that others belong to.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use foldhash::fast::RandomState;

use super::Link;
use super::link::is_unique;
use crate::error::{Error, ValueError};
use crate::sql::Statement;
use crate::table::{ColumnDef, Table, TableDef};
use crate::value::{Encoder, put_header};

/// The OIDs of `int2`, `int4`, `int8` and `uuid`. Values of one of these types are equal for the server exactly if their
/// bytes are, which is not so for all types: `1.0` and `1.00`, or texts of some collations.
const EXACT: [u32; 4] = [21, 23, 20, 2950];

/// Whether rows of `to` refer to those of `from` by a key that is found by its bytes, and that no two rows have.
pub(super) fn is_exact(link: Link, from: &TableDef, to: &TableDef) -> bool {
    let (Some(key), Some(near)) = (from.columns.get(link.key), to.columns.get(link.near)) else {
        return false;
    };
    let refers = near.references.is_some_and(|foreign_key| {
        foreign_key.table == from.name && foreign_key.schema == from.schema && foreign_key.column == key.name
    });
    let oid = |column: &ColumnDef| column.sent_type().oid;
    refers && oid(key) == oid(near) && EXACT.contains(&oid(key)) && is_unique(from, link.key)
}

/// The bytes of a value of an exact type, which are 16 at most; none of NULL.
#[derive(Debug, Default)]
pub(super) struct KeyReader(Encoder);

impl KeyReader {
    /// The value of a column of a row.
    pub(super) fn read<T: Table>(&mut self, row: &T, column: usize) -> Option<u128> {
        self.0.clear();
        row.put(column, &mut self.0).ok()?;
        // Before the value stands its length, which is the same for all values but NULL.
        let value = self.0.as_bytes().get(4..).filter(|value| !value.is_empty())?;
        let mut bytes = [0; 16];
        bytes.get_mut(..value.len())?.copy_from_slice(value);
        Some(u128::from_be_bytes(bytes))
    }
}

/// The places of rows by their keys.
#[derive(Debug)]
pub(super) struct Places {
    by_key: HashMap<u128, usize, RandomState>,
    reader: KeyReader,
}

impl Places {
    /// The places of rows by the values of a column; `None` if two of them have the same.
    pub(super) fn of<'r, T: Table>(
        rows: impl ExactSizeIterator<Item = &'r T>,
        column: usize,
    ) -> Option<Self> {
        let mut reader = KeyReader::default();
        let mut by_key = HashMap::with_capacity_and_hasher(rows.len(), RandomState::default());
        for (place, row) in rows.enumerate() {
            let Some(key) = reader.read(row, column) else { continue };
            match by_key.entry(key) {
                Entry::Vacant(entry) => entry.insert(place),
                Entry::Occupied(_) => return None,
            };
        }
        Some(Places { by_key, reader })
    }

    /// The place of the row whose key a column of another row has.
    pub(super) fn find<T: Table>(&mut self, row: &T, column: usize) -> Option<usize> {
        let key = self.reader.read(row, column)?;
        self.by_key.get(&key).copied()
    }
}

/// Where a row is among `count` ones that were numbered from one.
pub(super) fn at(number: i64, count: usize) -> Result<usize, Error> {
    let at = usize::try_from(number).ok().and_then(|number| number.checked_sub(1)).filter(|at| *at < count);
    at.ok_or_else(|| no_parent(number, count))
}

#[cold]
#[inline(never)]
fn no_parent(number: i64, count: usize) -> Error {
    let why = format!("a row belongs to number {number}, and {count} were asked for");
    Error::decode(ValueError::new(why)).at_column(1, None)
}

#[cold]
#[inline(never)]
pub(super) fn not_asked_for() -> Error {
    Error::decode(ValueError::new("a row belongs to none of those that were asked for"))
}

/// Binds the array of a column's values.
pub(super) fn bind_keys<P: Table>(rows: &[&P], key: usize, out: &mut Statement) {
    let Some(def) = P::DEFINITION.columns.get(key) else { return };
    out.bind_with((def.array_type)(), |values| {
        values.put_with(|out| {
            put_header(rows.len(), def.nullable, def.sent_type(), out)?;
            rows.iter().try_for_each(|row| row.put(key, out))
        })
    });
}

/// Whether any row has a value in a column: others have no related rows.
pub(super) fn has_keys<P: Table>(rows: &[&P], key: usize) -> bool {
    if P::DEFINITION.columns.get(key).is_none_or(|def| !def.nullable) {
        return !rows.is_empty();
    }
    let mut value = Encoder::default();
    rows.iter().any(|row| {
        value.clear();
        row.put(key, &mut value).is_err() || value.as_bytes() != [0xff; 4]
    })
}
