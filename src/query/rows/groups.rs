//! Rows that one statement can insert together.

use std::collections::HashMap;
use std::hash::{BuildHasher, Hasher};

use foldhash::fast::RandomState;

use super::{NewRow, Slot};

/// Rows that give the same columns, and the same expressions for them.
#[derive(Debug)]
pub(in crate::query) struct Group {
    /// The columns that they give.
    pub(in crate::query) columns: Vec<usize>,
    /// Which rows they are, in their order.
    pub(in crate::query) rows: Vec<usize>,
}

/// Sorts rows of `width` columns into groups, in the order of the groups' first rows.
pub(in crate::query) fn group<R: NewRow>(rows: &[R], width: usize) -> Vec<Group> {
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
fn alike<R: NewRow>(a: &R, b: &R, width: usize) -> bool {
    (0..width).all(|column| match (a.slot(column), b.slot(column)) {
        (Slot::Omitted, Slot::Omitted) | (Slot::Value, Slot::Value) => true,
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
