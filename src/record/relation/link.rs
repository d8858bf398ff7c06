//! Which columns hold a relation together. The compiler finds them, from the foreign keys that the tables declare.

use crate::table::TableDef;

/// The columns that hold a relation together, by their numbers.
#[derive(Clone, Copy, Debug)]
pub struct Link {
    /// Of the table that the relation begins at.
    pub(super) key: usize,
    /// Of the next table, whose values are those of `key`.
    pub(super) near: usize,
    /// Through a link table: its column with the values of a column of the last table, and that one.
    pub(super) far: (usize, usize),
    /// What is wrong, as a number that the derive has a message for; 0 if nothing is.
    pub(super) problem: u8,
}

/// No foreign key leads there.
const NONE: u8 = 1;
/// Several do.
const SEVERAL: u8 = 2;
/// The one that was named does not.
const ANOTHER: u8 = 3;
/// Two rows may have the same value in it.
const NOT_UNIQUE: u8 = 7;
/// How far the problems with the far side of a link table are from those with the near one.
const FAR: u8 = 3;

impl Link {
    /// Rows of `of` that refer to a row of `to`.
    pub(super) const fn referring(of: &TableDef, to: &TableDef, by: Option<usize>) -> Self {
        let (near, key, problem) = find(of, to, by);
        Link { key, near, far: (0, 0), problem }
    }

    /// As [`referring`](Link::referring), where there is at most one such row.
    pub(super) const fn one_referring(of: &TableDef, to: &TableDef, by: Option<usize>) -> Self {
        let link = Self::referring(of, to, by);
        let problem = if link.problem == 0 && !is_unique(of, link.near) { NOT_UNIQUE } else { link.problem };
        Link { problem, ..link }
    }

    /// The row of `to` that a row of `of` refers to by a column.
    pub(super) const fn referred(of: &TableDef, to: &TableDef, by: usize) -> Self {
        let (key, near, problem) = find(of, to, Some(by));
        Link { key, near, far: (0, 0), problem }
    }

    /// Rows of `to` that rows of `through` connect with a row of `from`.
    pub(super) const fn through(
        from: &TableDef,
        through: &TableDef,
        to: &TableDef,
        by: Option<usize>,
        on: Option<usize>,
    ) -> Self {
        let (near, key, problem) = find(through, from, by);
        let (far, target, far_problem) = find(through, to, on);
        let problem = match (problem, far_problem) {
            (0, 0) => 0,
            (0, problem) => problem + FAR,
            (problem, _) => problem,
        };
        Link { key, near, far: (far, target), problem }
    }
}

/// The foreign key of a table to another one: its column, that which it refers to, and what is wrong.
#[allow(clippy::indexing_slicing, reason = "the index is below the length, and the compiler evaluates it")]
const fn find(of: &TableDef, to: &TableDef, by: Option<usize>) -> (usize, usize, u8) {
    let mut found = (0, 0, if by.is_some() { ANOTHER } else { NONE });
    let mut number = 0;
    while number < of.columns.len() {
        let named = match by {
            Some(by) => by == number,
            None => true,
        };
        if named
            && let Some(foreign_key) = of.columns[number].references
            && same(foreign_key.table, to.name)
            && same_schema(foreign_key.schema, to.schema)
            && let Some(target) = column(to, foreign_key.column)
        {
            if found.2 == 0 {
                return (0, 0, SEVERAL);
            }
            found = (number, target, 0);
        }
        number += 1;
    }
    found
}

#[allow(clippy::indexing_slicing, reason = "the index is below the length, and the compiler evaluates it")]
const fn column(of: &TableDef, name: &str) -> Option<usize> {
    let mut number = 0;
    while number < of.columns.len() {
        if same(of.columns[number].name, name) {
            return Some(number);
        }
        number += 1;
    }
    None
}

/// Whether no two rows have the same value in a column.
#[allow(clippy::indexing_slicing, reason = "the index is below the length, and the compiler evaluates it")]
pub(super) const fn is_unique(of: &TableDef, number: usize) -> bool {
    if of.columns[number].unique || (of.key.len() == 1 && of.key[0] == number) {
        return true;
    }
    let mut constraint = 0;
    while constraint < of.unique.len() {
        let columns = of.unique[constraint];
        if columns.len() == 1 && same(columns[0], of.columns[number].name) {
            return true;
        }
        constraint += 1;
    }
    false
}

const fn same_schema(a: Option<&str>, b: Option<&str>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => same(a, b),
        (None, None) => true,
        _ => false,
    }
}

#[allow(clippy::indexing_slicing, reason = "the index is below the length, and the compiler evaluates it")]
const fn same(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if a.len() != b.len() {
        return false;
    }
    let mut at = 0;
    while at < a.len() {
        if a[at] != b[at] {
            return false;
        }
        at += 1;
    }
    true
}
