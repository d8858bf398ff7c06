//! Rows that one statement can write together, column by column.

use std::ops::Range;

use super::builder::{CURRENT, NOW, UNSET};
use super::{EncodedRow, NewRow, Numbers, Slot};
use crate::error::ValueError;
use crate::sql::Statement;
use crate::table::ColumnDef;
use crate::value::Encoder;

/// Values longer than this together, in bytes, are written by several statements in one round trip: a message has to be
/// shorter than a gibibyte.
pub(super) const LONGEST: usize = 256 << 20;

/// No more room is made for the values of a column than this, in bytes, before they come.
const ROOM: usize = 1 << 20;

/// What a row gives for a column, as one number to compare.
const OMITTED: u8 = 0;
const VALUE: u8 = 1;
const DEFAULT: u8 = 2;
const EXPRESSION: u8 = 3;
const CURRENT_TIME: u8 = 4;

/// What no row gives whose values are encoded already.
const NEVER: u32 = 1;

/// Rows that give the same columns, and the same expressions for them.
#[derive(Clone, Debug)]
pub(crate) struct Group {
    /// What they give for each column of the table.
    pattern: Box<[u8]>,
    /// The same for rows whose values are encoded already, see [`EncodedRow::pattern`].
    plain: Box<[u32]>,
    /// The columns that they give, in the order of the table.
    pub(crate) columns: Vec<Cells>,
    /// Which rows they are, in their order.
    pub(crate) rows: Numbers,
    /// How long their values are together, in bytes.
    bytes: usize,
}

/// What the rows of a group give for a column.
#[derive(Clone, Debug)]
pub(crate) struct Cells {
    /// The column's number in the table.
    pub(crate) column: usize,
    pub(crate) def: &'static ColumnDef,
    /// Whether it is a default that the program has computed, see [`NewRow::is_default`].
    pub(crate) is_default: bool,
    /// What all rows give, if it is no value.
    pub(crate) expression: Option<Statement>,
    /// The values of the rows, each with its length before it: the elements of an array as PostgreSQL sends it.
    pub(crate) values: Encoder,
    /// The rows whose values could not be encoded, and why. In the place of such a value there is NULL.
    failed: Vec<(usize, String)>,
}

impl Group {
    /// A group for rows of certain columns, each of which they give a value for.
    pub(super) fn of_columns(columns: &[usize], defs: &'static [ColumnDef]) -> Self {
        let cells = columns.iter().filter_map(|column| Some(Cells::new(*column, defs.get(*column)?)));
        Group {
            pattern: Box::default(),
            plain: Box::default(),
            columns: cells.collect(),
            rows: Numbers::default(),
            bytes: 0,
        }
    }

    /// A group for rows that give what this one does.
    pub(super) fn like<R: NewRow>(row: &R, defs: &'static [ColumnDef]) -> Self {
        let mut columns = Vec::new();
        let kind = |(column, def)| {
            let slot = row.slot(column);
            let kind = kind(row, column, slot);
            if kind != OMITTED {
                let expression =
                    if let Slot::Expression(expression) = slot { Some(expression.clone()) } else { None };
                columns.push(Cells { is_default: kind == DEFAULT, expression, ..Cells::new(column, def) });
            }
            kind
        };
        let pattern: Box<[u8]> = defs.iter().enumerate().map(kind).collect();
        let plain = pattern.iter().map(|kind| match *kind {
            VALUE => 0,
            OMITTED => UNSET,
            CURRENT_TIME => NOW,
            _ => NEVER,
        });
        Group { plain: plain.collect(), pattern, columns, rows: Numbers::default(), bytes: 0 }
    }

    /// The same without rows.
    pub(super) fn emptied(&self) -> Self {
        let emptied = |cells: &Cells| Cells {
            expression: cells.expression.clone(),
            is_default: cells.is_default,
            ..Cells::new(cells.column, cells.def)
        };
        Group {
            pattern: self.pattern.clone(),
            plain: self.plain.clone(),
            columns: self.columns.iter().map(emptied).collect(),
            rows: Numbers::default(),
            bytes: 0,
        }
    }

    /// Whether a row gives what these rows do.
    #[inline]
    pub(super) fn fits<R: NewRow>(&self, row: &R) -> bool {
        let mut same = self.pattern.iter().enumerate();
        same.all(|(column, before)| *before == kind(row, column, row.slot(column)))
            && self.columns.iter().all(|cells| match (&cells.expression, row.slot(cells.column)) {
                (Some(before), Slot::Expression(now)) => before.same(now),
                (before, _) => before.is_none(),
            })
    }

    /// As [`fits`](Group::fits), of a row whose values are encoded already.
    #[inline]
    pub(super) fn fits_plain(&self, row: EncodedRow<'_>) -> bool {
        row.pattern().len() == self.plain.len()
            && row.pattern().zip(&self.plain).all(|(now, before)| now == *before)
    }

    /// Adds a row whose values are encoded already.
    #[inline]
    pub(super) fn add_plain(&mut self, number: usize, row: EncodedRow<'_>) {
        self.rows.push(number);
        for cells in self.columns.iter_mut().filter(|cells| cells.expression.is_none()) {
            let before = cells.values.as_bytes().len();
            row.put(cells.column, &mut cells.values);
            self.bytes += cells.values.as_bytes().len() - before;
        }
    }

    /// Adds a row, whose values `put` appends by the numbers of their columns.
    #[inline]
    pub(super) fn add(
        &mut self,
        number: usize,
        mut put: impl FnMut(usize, &mut Encoder) -> Result<(), ValueError>,
    ) {
        self.rows.push(number);
        for cells in self.columns.iter_mut().filter(|cells| cells.expression.is_none()) {
            let before = cells.values.as_bytes().len();
            if let Err(why) = put(cells.column, &mut cells.values) {
                cells.values.put_null();
                cells.failed.push((number, why.to_string()));
            }
            self.bytes += cells.values.as_bytes().len() - before;
        }
    }

    /// Whether there is more than one statement should write, and there are several rows of it.
    #[inline]
    pub(super) fn is_too_long(&self) -> bool {
        self.bytes > LONGEST && self.rows.len() > 1
    }

    /// Takes the last row out, as a group of its own.
    pub(super) fn split_last(&mut self) -> Group {
        let Some((last, others)) = self.rows.split_last() else { return self.emptied() };
        let split = self.only(|row| row == last);
        for cells in &mut self.columns {
            let start = places(cells.values.as_bytes()).nth(others.len()).map(|place| place.start);
            cells.values.truncate(start.unwrap_or(usize::MAX));
            cells.failed.retain(|(row, _)| *row != last);
        }
        self.rows = others;
        self.bytes -= split.bytes;
        split
    }

    /// Those of the rows for which `keep` says so, by their numbers.
    pub(crate) fn only(&self, keep: impl Fn(usize) -> bool) -> Group {
        let mut group = self.emptied();
        self.rows.iter().filter(|row| keep(*row)).for_each(|row| group.rows.push(row));
        for (from, to) in self.columns.iter().zip(&mut group.columns) {
            for (row, place) in self.rows.iter().zip(places(from.values.as_bytes())) {
                if keep(row) {
                    to.values.append(&from.values, place);
                }
            }
            to.failed.extend(from.failed.iter().filter(|(row, _)| keep(*row)).cloned());
            group.bytes += to.values.as_bytes().len();
        }
        group
    }

    /// What the rows give for each column of the table.
    pub(super) fn slots(&self) -> impl Iterator<Item = Slot<'_>> {
        let expression = |column| self.cells(column).and_then(|cells| cells.expression.as_ref());
        self.pattern.iter().enumerate().map(move |(column, kind)| match (*kind, expression(column)) {
            (OMITTED, _) => Slot::Omitted,
            (_, Some(expression)) => Slot::Expression(expression),
            (_, None) => Slot::Value,
        })
    }

    /// What the rows give for a column, if they give anything.
    pub(crate) fn cells(&self, column: usize) -> Option<&Cells> {
        self.columns.iter().find(|cells| cells.column == column)
    }

    /// Makes room for so many rows like the first one.
    pub(super) fn reserve(&mut self, rows: usize) {
        for cells in &mut self.columns {
            cells.values.reserve(cells.values.as_bytes().len().saturating_mul(rows).min(ROOM));
        }
    }

    /// How long the values are together, in bytes.
    pub(super) fn size(&self) -> usize {
        self.bytes
    }
}

impl Cells {
    fn new(column: usize, def: &'static ColumnDef) -> Self {
        Cells {
            column,
            def,
            is_default: false,
            expression: None,
            values: Encoder::default(),
            failed: Vec::new(),
        }
    }

    /// Whether it is values, and these are arrays.
    pub(crate) fn is_array(&self) -> bool {
        self.expression.is_none() && self.def.sent_type().is_array
    }

    /// The error of the first value that could not be encoded; `alone` if there is one row, whose number says nothing.
    pub(super) fn check(&self, alone: bool) -> Result<(), ValueError> {
        let name = self.def.name;
        match self.failed.first() {
            None => Ok(()),
            Some((_, why)) if alone => Err(ValueError::new(format!("column `{name}`: {why}"))),
            Some((row, why)) => Err(ValueError::new(format!("row {}, column `{name}`: {why}", row + 1))),
        }
    }
}

#[inline]
fn kind<R: NewRow>(row: &R, column: usize, slot: Slot<'_>) -> u8 {
    match slot {
        Slot::Expression(expression) if std::ptr::eq(expression, &raw const *CURRENT) => CURRENT_TIME,
        Slot::Omitted => OMITTED,
        Slot::Value if row.is_default(column) => DEFAULT,
        Slot::Value => VALUE,
        Slot::Expression(_) => EXPRESSION,
    }
}

/// Where each value lies, its length before it.
pub(crate) fn places(bytes: &[u8]) -> impl Iterator<Item = Range<usize>> {
    let mut start = 0;
    std::iter::from_fn(move || {
        let (length, _) = bytes.get(start..)?.split_first_chunk::<4>()?;
        let end = start + 4 + usize::try_from(i32::from_be_bytes(*length)).unwrap_or(0);
        let place = start..end;
        start = end;
        Some(place)
    })
}
