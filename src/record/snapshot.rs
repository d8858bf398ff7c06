//! What a row was when it was loaded.

use super::changes::UNKNOWN;
use crate::table::Table;
use crate::value::Encoder;

/// Room for the values of a usual row.
const ROOM: usize = 64;

/// The values of a row's columns, one after the other, each with its length before it.
#[derive(Clone, Debug)]
pub(super) struct Snapshot(Vec<u8>);

impl Snapshot {
    pub(super) fn of<T: Table>(row: &T) -> Self {
        let mut out = Encoder::with_capacity(ROOM);
        for column in 0..T::DEFINITION.columns.len() {
            if row.put(column, &mut out).is_err() {
                out.put(&UNKNOWN);
            }
        }
        Snapshot(out.into_bytes())
    }

    /// Takes other values of all columns.
    pub(super) fn replace(&mut self, values: &[u8]) {
        self.0.clear();
        self.0.extend_from_slice(values);
    }

    /// The columns that have another value now, by their numbers. A version is no value of the row's own.
    pub(super) fn changes<'s, T: Table>(&'s self, row: &'s T) -> impl Iterator<Item = usize> + 's {
        // No value of the row that has not grown needs more.
        let mut now = Encoder::with_capacity(self.0.len());
        self.values().zip(T::DEFINITION.columns).enumerate().filter_map(move |(column, (before, def))| {
            if def.version {
                return None;
            }
            now.clear();
            match row.put(column, &mut now) {
                Ok(()) if now.as_bytes() == before => None,
                Ok(()) | Err(_) => Some(column),
            }
        })
    }

    /// The values with their lengths before them.
    pub(super) fn values(&self) -> impl Iterator<Item = &[u8]> {
        let mut rest = self.0.as_slice();
        std::iter::from_fn(move || {
            let (length, _) = rest.split_first_chunk::<4>()?;
            let length = usize::try_from(i32::from_be_bytes(*length)).unwrap_or(0);
            let (value, after) = rest.split_at_checked(4 + length)?;
            rest = after;
            Some(value)
        })
    }
}
