//! Rows whose values lie encoded already.

use super::builder::{LONGEST, UNSET};
use crate::value::Encoder;

/// A row whose values lie encoded one after the other, in any order.
#[derive(Clone, Copy, Debug)]
pub struct Plain<'r> {
    /// Every value is that of a column.
    pub(super) values: &'r Encoder,
    /// Where the value of each column lies. `UNSET` if there is none, `NOW` if it is `now()`.
    pub(super) places: &'r [u32],
}

impl Plain<'_> {
    /// Appends the values of these columns, in this order; or nothing, if the row gives anything else.
    pub(crate) fn put_exactly(self, columns: &[usize], out: &mut Encoder) -> bool {
        let given = self.places.iter().filter(|place| **place != UNSET).count();
        let places = columns.iter().map(|column| self.places.get(*column).copied().filter(|place| *place < LONGEST));
        if given != columns.len() || !places.clone().all(|place| place.is_some()) {
            return false;
        }
        // Values that were given in this order lie in it.
        if places.clone().is_sorted() {
            out.append(self.values, 0..self.values.as_bytes().len());
            return true;
        }
        for place in places.flatten().filter_map(|place| usize::try_from(place).ok()) {
            out.copy_value(self.values, place);
        }
        true
    }
}
