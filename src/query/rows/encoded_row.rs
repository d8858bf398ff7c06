//! Rows whose values lie encoded already.

use super::builder::{LONGEST, UNSET};
use crate::value::Encoder;

/// A row whose values lie encoded one after the other, in any order.
#[derive(Clone, Copy, Debug)]
pub struct EncodedRow<'r> {
    values: &'r Encoder,
    /// Where in `values` the row begins.
    start: usize,
    /// Where in the row the value of each column lies. `UNSET` if there is none, `NOW` if it is `now()`.
    places: &'r [u32],
}

impl<'r> EncodedRow<'r> {
    /// A row whose values begin at `start`.
    #[inline]
    pub(crate) fn new(values: &'r Encoder, start: usize, places: &'r [u32]) -> Self {
        EncodedRow { values, start, places }
    }

    /// What it gives for each column, as numbers to compare: zero for a value.
    #[inline]
    pub(super) fn pattern(self) -> impl ExactSizeIterator<Item = u32> {
        self.places.iter().map(|place| if *place < LONGEST { 0 } else { *place })
    }

    /// Appends the value of a column.
    #[inline]
    pub(super) fn put(self, column: usize, out: &mut Encoder) {
        let place = self.places.get(column).and_then(|place| usize::try_from(*place).ok());
        out.copy_value(self.values, place.map_or(usize::MAX, |place| self.start.saturating_add(place)));
    }

    /// Appends the values of these columns, in this order; or nothing, if the row gives anything else.
    #[inline]
    pub(crate) fn put_exactly(self, columns: &[usize], out: &mut Encoder) -> bool {
        if columns.len() < self.places.len()
            && self.places.iter().filter(|place| **place != UNSET).count() > columns.len()
        {
            return false;
        }
        let (mut last, mut in_order) = (0, true);
        for column in columns {
            let place = self.places.get(*column).copied().unwrap_or(UNSET);
            if place >= LONGEST {
                return false;
            }
            in_order &= last <= place;
            last = place;
        }
        if in_order && self.start == 0 {
            // There is nothing else in the buffer.
            out.append(self.values, 0..self.values.as_bytes().len());
        } else {
            columns.iter().for_each(|column| self.put(*column, out));
        }
        true
    }
}
