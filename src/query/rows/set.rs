//! Rows on their way into statements: each goes to those that give the same columns, while they come.

use std::collections::HashMap;
use std::hash::{BuildHasher, Hasher};

use foldhash::fast::RandomState;

use super::group::Group;
use super::{EncodedRow, NewRow, Slot};
use crate::error::ValueError;
use crate::table::{ColumnDef, Table};
use crate::value::Encoder;

/// No more rows are expected than this.
const EXPECTED: usize = 1 << 16;

/// Rows of a table, sorted by the columns that they give. Their values are encoded into one buffer a column, so that a
/// statement is made by copying these.
#[derive(Clone, Debug, Default)]
pub(crate) struct RowSet {
    groups: Vec<Group>,
    /// The group of the last row.
    last: usize,
    /// Groups by what their rows give, once there are several.
    known: HashMap<u64, Vec<usize>, RandomState>,
    count: usize,
    /// How long the values are together, in bytes.
    bytes: usize,
}

impl RowSet {
    /// Rows as they are.
    pub(crate) fn of<R: NewRow>(rows: impl IntoIterator<Item = R>) -> Self {
        Self::fill(rows, |set, row| set.push(&row))
    }

    /// Rows for which is computed what they leave to be computed.
    pub(crate) fn prepared<R: NewRow>(rows: impl IntoIterator<Item = R>) -> Self {
        Self::fill(rows, Self::prepare)
    }

    #[inline]
    fn fill<R>(rows: impl IntoIterator<Item = R>, add: impl Fn(&mut Self, R)) -> Self {
        let mut set = RowSet::default();
        let rows = rows.into_iter();
        let expected = rows.size_hint().0;
        rows.for_each(|row| {
            add(&mut set, row);
            set.expect(expected);
        });
        set
    }

    /// Makes room for rows like the first one, if that has just come.
    #[inline]
    fn expect(&mut self, rows: usize) {
        if self.count == 1
            && let [first] = self.groups.as_mut_slice()
        {
            first.reserve(rows.saturating_sub(1).min(EXPECTED));
        }
    }

    /// Computes what a row leaves to be computed, and adds it.
    #[inline]
    pub(crate) fn prepare<R: NewRow>(&mut self, mut row: R) {
        row.prepare();
        self.push(&row);
    }

    /// Adds a row. All rows are of one table.
    #[inline]
    pub(crate) fn push<R: NewRow>(&mut self, row: &R) {
        // Most rows are like the one before.
        if let Some(row) = row.plain()
            && self.add_plain(row)
        {
            return;
        }
        if !self.groups.get(self.last).is_some_and(|group| group.fits(row)) {
            self.last = self.find(row);
        }
        self.add(|column, out| row.put(column, out));
    }

    /// Adds a row whose values are encoded already to the group of the last one, if it is like that.
    fn add_plain(&mut self, row: EncodedRow<'_>) -> bool {
        let Some(group) = self.groups.get_mut(self.last).filter(|group| group.fits_plain(row)) else {
            return false;
        };
        let before = group.size();
        group.add_plain(self.count, row);
        self.bytes += group.size() - before;
        self.count += 1;
        if group.is_too_long() {
            self.split();
        }
        true
    }

    /// Adds a row to the group of the last one.
    #[inline]
    fn add(&mut self, put: impl FnMut(usize, &mut Encoder) -> Result<(), ValueError>) {
        let Some(group) = self.groups.get_mut(self.last) else { return };
        let before = group.size();
        group.add(self.count, put);
        self.bytes += group.size() - before;
        self.count += 1;
        if group.is_too_long() {
            self.split();
        }
    }

    /// Rows that give a value for each of these columns and for no other: `put` appends the values of an item.
    pub(crate) fn of_columns<I>(
        columns: &[usize],
        defs: &'static [ColumnDef],
        items: impl IntoIterator<Item = I>,
        put: impl Fn(&I, usize, &mut Encoder) -> Result<(), ValueError>,
    ) -> Self {
        let mut set = RowSet { groups: vec![Group::of_columns(columns, defs)], ..RowSet::default() };
        let items = items.into_iter();
        let expected = items.size_hint().0;
        items.for_each(|item| {
            set.add(|column, out| put(&item, column, out));
            set.expect(expected);
        });
        set.groups.retain(|group| !group.rows.is_empty());
        set
    }

    /// The groups, in the order of their first rows.
    pub(crate) fn groups(&self) -> &[Group] {
        &self.groups
    }

    /// The groups, to be written.
    pub(crate) fn into_groups(self) -> Vec<Group> {
        self.groups
    }

    /// How many rows there are.
    pub(crate) fn len(&self) -> usize {
        self.count
    }

    /// How long the values are together, in bytes.
    pub(crate) fn size(&self) -> usize {
        self.bytes
    }

    /// The group for a row that is not like the one before.
    #[cold]
    fn find<R: NewRow>(&mut self, row: &R) -> usize {
        let defs = <R::Table as Table>::DEFINITION.columns;
        let number = self.groups.len();
        if number > 0 {
            self.know();
            let hash = hash((0..defs.len()).map(|column| row.slot(column)), self.known.hasher());
            let candidates = self.known.entry(hash).or_default();
            let fits = |at: &&usize| self.groups.get(**at).is_some_and(|group| group.fits(row));
            // A later one is the rest of those before it, which are full.
            if let Some(at) = candidates.iter().rev().find(fits) {
                return *at;
            }
            candidates.push(number);
        }
        self.groups.push(Group::like(row, defs));
        number
    }

    /// Sorts the groups by what their rows give.
    fn know(&mut self) {
        if self.known.is_empty() {
            for (at, group) in self.groups.iter().enumerate() {
                let hash = hash(group.slots(), self.known.hasher());
                self.known.entry(hash).or_default().push(at);
            }
        }
    }

    /// Gives the last row a group of its own, because the one that it was added to has become too long.
    #[cold]
    fn split(&mut self) {
        let Some(group) = self.groups.get_mut(self.last) else { return };
        let split = group.split_last();
        self.last = self.groups.len();
        if !self.known.is_empty() {
            let hash = hash(split.slots(), self.known.hasher());
            self.known.entry(hash).or_default().push(self.last);
        }
        self.groups.push(split);
    }
}

fn hash<'s>(slots: impl Iterator<Item = Slot<'s>>, hasher: &RandomState) -> u64 {
    let mut state = hasher.build_hasher();
    for slot in slots {
        match slot {
            Slot::Omitted => state.write_u8(0),
            Slot::Value => state.write_u8(1),
            Slot::Expression(expression) => state.write_u64(expression.fingerprint(hasher)),
        }
    }
    state.finish()
}
