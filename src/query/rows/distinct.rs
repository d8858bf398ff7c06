//! Which rows have the same key as others.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use foldhash::fast::RandomState;

use super::group::{Cells, places};
use super::{Group, RowSet};

/// NULL in the place of a length.
const NULL: [u8; 4] = [0xff; 4];

impl RowSet {
    /// The rows whose values in these columns a later row has, too: by their numbers.
    pub(crate) fn repeated(&self, columns: &[usize]) -> HashSet<usize> {
        let mut repeated = HashSet::new();
        if !self.may_repeat(columns) {
            return repeated;
        }
        let keys = Keys::of(self, columns);
        let mut seen = HashSet::with_capacity_and_hasher(self.len(), RandomState::default());
        for (row, key) in keys.iter().enumerate().rev() {
            if key.is_some_and(|key| !seen.insert(key)) {
                repeated.insert(row);
            }
        }
        repeated
    }

    /// In which turn each row is to be written, so that no turn has two rows with the same values in these columns, and
    /// the rows of each key come one after the other.
    pub(crate) fn turns(&self, columns: &[usize]) -> Turns {
        if !self.may_repeat(columns) {
            return Turns(Vec::new());
        }
        let keys = Keys::of(self, columns);
        let mut counts = HashMap::with_capacity_and_hasher(self.len(), RandomState::default());
        let mut turn = |key| *counts.entry(key).and_modify(|count| *count += 1).or_insert(0_usize);
        let turns: Vec<usize> = keys.iter().map(|key| key.map_or(0, &mut turn)).collect();
        Turns(if turns.iter().any(|turn| *turn > 0) { turns } else { Vec::new() })
    }

    /// Whether two rows may have the same values in these columns: `false` is certain.
    fn may_repeat(&self, columns: &[usize]) -> bool {
        let differ = |group: &Group, column: &usize| group.cells(*column).is_some_and(Cells::differ);
        match self.groups() {
            [] => false,
            [one] => {
                one.rows.len() > 1 && !columns.is_empty() && !columns.iter().any(|column| differ(one, column))
            }
            _ => !columns.is_empty(),
        }
    }
}

/// In which turn each row is written; all in the first if it is empty.
#[derive(Debug)]
pub(crate) struct Turns(Vec<usize>);

impl Turns {
    /// How many turns there are.
    pub(crate) fn count(&self) -> usize {
        self.0.iter().max().map_or(1, |last| last + 1)
    }

    /// How many rows are written after another one with the same key.
    pub(crate) fn later(&self) -> usize {
        self.0.iter().filter(|turn| **turn > 0).count()
    }

    /// Whether a row is written in a turn.
    pub(crate) fn is_in(&self, turn: usize, row: usize) -> bool {
        self.0.get(row).copied().unwrap_or(0) == turn
    }
}

/// The values of some columns of each row, one after the other. NULL is like no other value, and what an expression
/// comes to is not known.
struct Keys {
    bytes: Vec<u8>,
    /// By the numbers of the rows.
    places: Vec<Option<Range<usize>>>,
}

impl Keys {
    fn of(rows: &RowSet, columns: &[usize]) -> Self {
        let mut keys = Keys { bytes: Vec::new(), places: vec![None; rows.len()] };
        for group in rows.groups() {
            let known = |column: &usize| group.cells(*column).filter(|cells| cells.expression.is_none());
            if let Some(cells) = columns.iter().map(known).collect::<Option<Vec<_>>>() {
                keys.add(group, &cells);
            }
        }
        keys
    }

    fn add(&mut self, group: &Group, cells: &[&Cells]) {
        let mut values: Vec<_> = cells
            .iter()
            .map(|cells| {
                places(cells.values.as_bytes()).filter_map(|place| cells.values.as_bytes().get(place))
            })
            .collect();
        for row in group.rows.iter() {
            let start = self.bytes.len();
            let mut known = true;
            for value in values.iter_mut().filter_map(Iterator::next) {
                known &= *value != NULL;
                self.bytes.extend_from_slice(value);
            }
            if let Some(place) = self.places.get_mut(row).filter(|_| known) {
                *place = Some(start..self.bytes.len());
            }
        }
    }

    fn iter(&self) -> impl DoubleEndedIterator<Item = Option<&[u8]>> + ExactSizeIterator {
        self.places.iter().map(|place| self.bytes.get(place.clone()?))
    }
}

impl Cells {
    /// Whether no two values are the same. `false` may mean that it would take long to find out.
    fn differ(&self) -> bool {
        let bytes = self.values.as_bytes();
        self.expression.is_none() && (dense::<8>(bytes) || dense::<12>(bytes) || increase(bytes))
    }
}

/// Whether each value is greater than the one before, byte by byte.
fn increase(bytes: &[u8]) -> bool {
    let values = places(bytes).filter_map(|place| bytes.get(place));
    values.is_sorted_by(|before, value| before < value)
}

/// Whether the values are integers that lie close together and differ: as keys do that were counted. A value and its
/// length are `SIZE` bytes.
fn dense<const SIZE: usize>(bytes: &[u8]) -> bool {
    let (values, rest) = bytes.as_chunks::<SIZE>();
    let mut all_integers = rest.is_empty();
    let (mut least, mut most) = (i64::MAX, i64::MIN);
    for value in values {
        let number = integer(value);
        all_integers &= number.is_some();
        let number = number.unwrap_or(0);
        (least, most) = (least.min(number), most.max(number));
    }
    let span = most.abs_diff(least);
    let Some(words) = usize::try_from(span / 64).ok().filter(|words| all_integers && *words <= values.len())
    else {
        return false;
    };
    let mut seen = vec![0_u64; words + 1];
    values.iter().filter_map(integer).all(|number| {
        let bit = number.abs_diff(least);
        let word = usize::try_from(bit / 64).ok().and_then(|word| seen.get_mut(word));
        word.is_some_and(|word| {
            let is_new = *word & (1 << (bit % 64)) == 0;
            *word |= 1 << (bit % 64);
            is_new
        })
    })
}

/// An integer with its length before it.
#[inline]
fn integer<const SIZE: usize>(value: &[u8; SIZE]) -> Option<i64> {
    let (length, number) = value.split_first_chunk::<4>()?;
    if usize::try_from(i32::from_be_bytes(*length)) != Ok(SIZE - 4) {
        return None;
    }
    match number.first_chunk::<8>() {
        Some(number) => Some(i64::from_be_bytes(*number)),
        None => number.first_chunk::<4>().map(|number| i64::from(i32::from_be_bytes(*number))),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed step is a failed test")]

    use super::{dense, increase};

    fn values<const N: usize>(numbers: &[[u8; N]]) -> Vec<u8> {
        numbers
            .iter()
            .flat_map(|number| [&[0, 0, 0, u8::try_from(N).unwrap()], number.as_slice()].concat())
            .collect()
    }

    fn int4(numbers: &[i32]) -> Vec<u8> {
        values(&numbers.iter().map(|number| number.to_be_bytes()).collect::<Vec<_>>())
    }

    #[test]
    fn integers_that_lie_close_together_are_told_apart() {
        assert!(dense::<8>(&int4(&[7, -1, 3, 100, 0])));
        assert!(!dense::<8>(&int4(&[7, -1, 3, 7])));
        assert!(dense::<8>(&int4(&[5])));
        assert!(dense::<8>(&int4(&(0..1000).rev().collect::<Vec<_>>())));
        let int8: Vec<_> = [i64::MAX, i64::MAX - 1].iter().map(|number| number.to_be_bytes()).collect();
        assert!(dense::<12>(&values(&int8)));
    }

    #[test]
    fn what_is_not_known_to_differ_is_not_said_to() {
        assert!(!dense::<8>(&int4(&[i32::MIN, i32::MAX])), "they are far apart");
        assert!(!dense::<8>(&[0xff; 8]), "two NULLs");
        assert!(!dense::<12>(&int4(&[1, 2, 3])), "they have another length");
        let int8: Vec<_> = [i64::MAX, i64::MIN].iter().map(|number| number.to_be_bytes()).collect();
        assert!(!dense::<12>(&values(&int8)));
    }

    #[test]
    fn values_that_increase_differ() {
        assert!(increase(&values(&[*b"a", *b"b", *b"c"])));
        assert!(!increase(&values(&[*b"a", *b"b", *b"b"])));
        assert!(!increase(&values(&[*b"b", *b"a"])));
        assert!(!increase(&[0xff; 8]), "NULL does not increase");
    }
}
