//! Rows that one statement can insert together.

use std::collections::HashMap;
use std::hash::{BuildHasher, Hasher};

use foldhash::fast::RandomState;

use super::{NewRow, Slot};
use crate::value::Encoder;

/// Rows longer than this together, in bytes, are written by several statements in one round trip: a message has to be
/// shorter than a gibibyte.
const LONGEST: usize = 256 << 20;

/// Rows that give the same columns, and the same expressions for them.
#[derive(Debug)]
pub(crate) struct Group {
    /// The columns that they give.
    pub(crate) columns: Vec<usize>,
    /// Which rows they are, in their order.
    pub(crate) rows: Vec<usize>,
}

/// Sorts rows of `width` columns into groups, in the order of the groups' first rows.
pub(crate) fn group<R: NewRow>(rows: &[R], width: usize) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let mut known: HashMap<u64, Vec<usize>> = HashMap::new();
    let hasher = RandomState::default();
    let mut last = 0;
    for (index, row) in rows.iter().enumerate() {
        let fits = |group: &Group| {
            let first = group.rows.first().and_then(|first| rows.get(*first));
            first.is_some_and(|first| alike(first, row, width))
        };
        // Most rows are like the one before.
        if let Some(group) = groups.get_mut(last)
            && fits(group)
        {
            group.rows.push(index);
            continue;
        }
        let candidates = known.entry(hash(row, width, &hasher)).or_default();
        last = match candidates.iter().find(|at| groups.get(**at).is_some_and(fits)) {
            Some(at) => *at,
            None => {
                let columns = (0..width).filter(|at| !matches!(row.slot(*at), Slot::Omitted)).collect();
                groups.push(Group { columns, rows: Vec::new() });
                candidates.push(groups.len() - 1);
                groups.len() - 1
            }
        };
        if let Some(group) = groups.get_mut(last) {
            group.rows.push(index);
        }
    }
    groups
}

/// Whether two rows give the same columns, and the same expressions for them.
fn alike<R: NewRow>(first: &R, row: &R, width: usize) -> bool {
    (0..width).all(|column| match (first.slot(column), row.slot(column)) {
        (Slot::Omitted, Slot::Omitted) => true,
        (Slot::Value, Slot::Value) => first.is_default(column) == row.is_default(column),
        (Slot::Expression(a), Slot::Expression(b)) => a.same(b),
        _ => false,
    })
}

fn hash<R: NewRow>(row: &R, width: usize, hasher: &RandomState) -> u64 {
    let mut state = hasher.build_hasher();
    for column in 0..width {
        match row.slot(column) {
            Slot::Omitted => state.write_u8(0),
            Slot::Value => state.write_u8(1),
            Slot::Expression(expression) => state.write_u64(expression.fingerprint(hasher)),
        }
    }
    state.finish()
}

/// Some of the rows, in runs that fit into a message each.
pub(crate) fn chunks<R: NewRow>(all: &[R], rows: Vec<usize>) -> Vec<Vec<usize>> {
    let mut scratch = Encoder::default();
    let mut size = |index: usize| all.get(index).map_or(0, |row| row.size(&mut scratch));
    if rows.iter().map(|index| size(*index)).sum::<usize>() <= LONGEST {
        return vec![rows];
    }
    let mut chunks = Vec::new();
    let mut chunk = Vec::new();
    let mut length = 0;
    for index in rows {
        let size = size(index);
        if length + size > LONGEST && !chunk.is_empty() {
            chunks.push(std::mem::take(&mut chunk));
            length = 0;
        }
        length += size;
        chunk.push(index);
    }
    chunks.push(chunk);
    chunks
}
