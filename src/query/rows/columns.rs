//! Rows turned into columns: one array a column, whatever the number of rows.

use super::{Group, NewRow, Slot};
use crate::error::ValueError;
use crate::sql::{Piece, Statement};
use crate::table::{ColumnDef, Table};
use crate::value::{Encoder, put_header, split_elements};

/// The rows of a group, and where they come from.
struct Chosen<'r, R> {
    all: &'r [R],
    group: &'r Group,
}

impl<'r, R: NewRow> Chosen<'r, R> {
    fn rows(&self) -> impl Iterator<Item = &'r R> {
        let all = self.all;
        self.group.rows.iter().filter_map(move |index| all.get(*index))
    }

    /// The columns, with what the first row gives for them: the others give a value where it does, and the same
    /// expression where it gives one.
    fn columns(&self) -> impl Iterator<Item = (usize, &'static ColumnDef, Slot<'r>)> {
        let first = self.rows().next();
        let defs = <R::Table as Table>::DEFINITION.columns;
        self.group.columns.iter().filter_map(move |column| {
            Some((*column, defs.get(*column)?, first.map_or(Slot::Omitted, |row| row.slot(*column))))
        })
    }

    fn count(&self) -> usize {
        self.group.rows.len()
    }

    /// Appends the array of a column's values.
    fn put_array(&self, column: usize, def: &ColumnDef, out: &mut Encoder) -> Result<(), ValueError> {
        out.put_with(|out| {
            put_header(self.count(), def.nullable, def.sent_type(), out)?;
            self.rows()
                .enumerate()
                .try_for_each(|(number, row)| row.put(column, out).map_err(|why| at_row(number, def, &why)))
        })
    }
}

/// Writes the rows of a group into an `INSERT` that has its table already.
pub(in crate::query) fn put_rows<R: NewRow>(all: &[R], group: &Group, out: &mut Statement) {
    let rows = Chosen { all, group };
    match group.rows.as_slice() {
        [one] => put_row(&rows, all.get(*one), out),
        _ if rows.columns().any(|(_, def, slot)| is_array(def, slot)) => put_with_arrays(&rows, out),
        _ => put_columns(&rows, out),
    }
}

fn is_array(def: &ColumnDef, slot: Slot<'_>) -> bool {
    matches!(slot, Slot::Value) && def.sent_type().is_array
}

/// `("a", "b")`, or nothing if there are none.
fn put_names<R: NewRow>(rows: &Chosen<'_, R>, out: &mut Statement) {
    for (number, (_, def, _)) in rows.columns().enumerate() {
        out.text(if number == 0 { " (" } else { ", " });
        out.push(Piece::Name(def.name));
    }
    if !rows.group.columns.is_empty() {
        out.text(")");
    }
}

/// `("a", "b") VALUES ($1, $2)`
fn put_row<R: NewRow>(rows: &Chosen<'_, R>, row: Option<&R>, out: &mut Statement) {
    put_names(rows, out);
    if rows.group.columns.is_empty() {
        out.text(" DEFAULT VALUES");
        return;
    }
    for (number, (column, def, slot)) in rows.columns().enumerate() {
        out.text(if number == 0 { " VALUES (" } else { ", " });
        match (slot, row) {
            (Slot::Expression(expression), _) => out.nest(expression),
            (_, Some(row)) => out.bind_with(def.sent_type(), |values| {
                row.put(column, values).map_err(|why| at_column(def, &why))
            }),
            (_, None) => out.text("DEFAULT"),
        }
    }
    out.text(")");
}

/// `("a", "b") SELECT unnest($1), unnest($2)`
///
/// Several `unnest` in a SELECT list advance together, see the page "SQL Functions Returning Sets" of PostgreSQL's
/// manual. In `FROM` an array of composites would become several columns.
fn put_columns<R: NewRow>(rows: &Chosen<'_, R>, out: &mut Statement) {
    put_names(rows, out);
    out.text(" SELECT");
    let mut counted = false;
    for (number, (column, def, slot)) in rows.columns().enumerate() {
        out.text(if number == 0 { " " } else { ", " });
        match slot {
            Slot::Expression(expression) => out.nest(expression),
            Slot::Value | Slot::Omitted => {
                put_unnested(rows, column, def, out);
                counted = true;
            }
        }
    }
    if !counted {
        out.text(" FROM generate_series(1, ");
        put_count(rows, out);
        out.text(")");
    }
}

/// `unnest($1)`
fn put_unnested<R: NewRow>(rows: &Chosen<'_, R>, column: usize, def: &ColumnDef, out: &mut Statement) {
    out.text("unnest(");
    out.bind_with((def.array_type)(), |values| rows.put_array(column, def, values));
    out.text(")");
}

/// The values of a column as one array: `$1`. They must not be arrays themselves.
pub(crate) fn put_array<R: NewRow>(
    all: &[R],
    group: &Group,
    column: usize,
    def: &ColumnDef,
    out: &mut Statement,
) {
    let rows = Chosen { all, group };
    out.bind_with((def.array_type)(), |values| rows.put_array(column, def, values));
}

fn put_count<R: NewRow>(rows: &Chosen<'_, R>, out: &mut Statement) {
    out.bind(&i32::try_from(rows.count()).unwrap_or(i32::MAX));
}

/// As [`put_columns`], where values are arrays: PostgreSQL has no arrays of arrays, so that the elements of all rows are
/// one array, each with the number of its row beside it.
fn put_with_arrays<R: NewRow>(rows: &Chosen<'_, R>, out: &mut Statement) {
    put_names(rows, out);
    for (number, (column, def, slot)) in rows.columns().enumerate() {
        out.text(if number == 0 { " SELECT " } else { ", " });
        match slot {
            Slot::Expression(expression) => out.nest(expression),
            Slot::Value | Slot::Omitted => put_joined_value(column, is_array(def, slot), out),
        }
    }
    put_joined(rows, out);
    out.text(" ORDER BY r.number");
}

/// The value of a column in a statement that selects from what [`put_joined`] writes.
fn put_joined_value(column: usize, is_array: bool, out: &mut Statement) {
    if is_array {
        // How many elements there are, or NULL for NULL; of none `array_agg` makes NULL.
        numbered(out, "CASE r.c", column);
        numbered(out, " WHEN 0 THEN '{}' ELSE a", column);
        out.text(".elements END");
    } else {
        numbered(out, "r.c", column);
    }
}

/// ` FROM` the values of the rows, `r`, each with its number, and the arrays of each column that has some.
fn put_joined<R: NewRow>(rows: &Chosen<'_, R>, out: &mut Statement) {
    let flat: Vec<_> = rows
        .columns()
        .filter(|(_, def, slot)| is_array(def, *slot))
        .map(|(column, def, _)| (column, def, Flat::of(rows, column, def)))
        .collect();
    out.text(" FROM (SELECT ");
    for (column, def, slot) in rows.columns() {
        match (flat.iter().find(|(other, ..)| *other == column), slot) {
            (_, Slot::Expression(_)) => continue,
            (Some((.., array)), _) => {
                out.text("unnest(");
                out.bind(&array.counts);
                out.text(")");
            }
            (None, _) => put_unnested(rows, column, def, out),
        }
        numbered(out, " AS c", column);
        out.text(", ");
    }
    out.text("generate_series(1, ");
    put_count(rows, out);
    out.text(") AS number) AS r");
    for (column, def, array) in flat {
        out.text(" LEFT JOIN (SELECT e.row, array_agg(e.element ORDER BY e.number) AS elements FROM (SELECT unnest(");
        out.bind_with(def.sent_type(), |values| array.put(def, values));
        out.text(") AS element, unnest(");
        out.bind(&array.owners);
        out.text(") AS row, generate_series(1, ");
        out.bind(&i32::try_from(array.owners.len()).unwrap_or(i32::MAX));
        numbered(out, ") AS number) AS e GROUP BY e.row) AS a", column);
        numbered(out, " ON a", column);
        out.text(".row = r.number");
    }
}

/// `SELECT unnest($1) AS _0, unnest($2) AS _3, generate_series(1, $3) AS _n`: the values of a group's columns, each
/// named by its number, and the number of the row among those of the group, counted from one. Expressions are left out.
pub(crate) fn put_values<R: NewRow>(all: &[R], group: &Group, out: &mut Statement) {
    let rows = Chosen { all, group };
    let values = || rows.columns().filter(|(.., slot)| matches!(slot, Slot::Value));
    out.text("SELECT ");
    if values().any(|(_, def, slot)| is_array(def, slot)) {
        for (column, def, slot) in values() {
            put_joined_value(column, is_array(def, slot), out);
            numbered(out, " AS _", column);
            out.text(", ");
        }
        out.text("r.number AS _n");
        put_joined(&rows, out);
        return;
    }
    for (column, def, _) in values() {
        put_unnested(&rows, column, def, out);
        numbered(out, " AS _", column);
        out.text(", ");
    }
    out.text("generate_series(1, ");
    put_count(&rows, out);
    out.text(") AS _n");
}

/// A name that ends with a number.
pub(crate) fn numbered(out: &mut Statement, text: &'static str, number: usize) {
    out.text(text);
    out.push(Piece::Number(i64::try_from(number).unwrap_or(i64::MAX)));
}

/// The arrays of a column as one.
struct Flat {
    /// The elements, each with its length before it.
    elements: Vec<u8>,
    /// The numbers of the rows that they belong to, counted from one.
    owners: Vec<i32>,
    /// How many elements each row has; `None` for NULL.
    counts: Vec<Option<i32>>,
    failed: Option<ValueError>,
}

impl Flat {
    fn of<R: NewRow>(rows: &Chosen<'_, R>, column: usize, def: &ColumnDef) -> Self {
        let mut flat = Flat { elements: Vec::new(), owners: Vec::new(), counts: Vec::new(), failed: None };
        for (number, row) in rows.rows().enumerate() {
            if let Err(why) = flat.add(row, column) {
                flat.failed.get_or_insert_with(|| at_row(number, def, &why));
            }
        }
        flat
    }

    fn add<R: NewRow>(&mut self, row: &R, column: usize) -> Result<(), ValueError> {
        let mut value = Encoder::default();
        row.put(column, &mut value)?;
        let raw = value.as_bytes();
        let Some((_, raw)) = raw.split_first_chunk::<4>().filter(|(length, _)| **length != [0xff; 4]) else {
            self.counts.push(None);
            return Ok(());
        };
        let (count, elements) = split_elements(raw)?;
        self.counts.push(Some(i32::try_from(count).unwrap_or(i32::MAX)));
        let owner = i32::try_from(self.counts.len()).unwrap_or(i32::MAX);
        self.owners.extend(std::iter::repeat_n(owner, count));
        self.elements.extend_from_slice(elements);
        Ok(())
    }

    fn put(&self, def: &ColumnDef, out: &mut Encoder) -> Result<(), ValueError> {
        if let Some(why) = &self.failed {
            return Err(ValueError::new(why.to_string()));
        }
        out.put_with(|out| {
            put_header(self.owners.len(), true, (def.element_type)(), out)?;
            out.put(&self.elements);
            Ok(())
        })
    }
}

#[cold]
pub(crate) fn at_column(def: &ColumnDef, why: &ValueError) -> ValueError {
    ValueError::new(format!("column `{}`: {why}", def.name))
}

#[cold]
fn at_row(number: usize, def: &ColumnDef, why: &ValueError) -> ValueError {
    ValueError::new(format!("row {}, column `{}`: {why}", number + 1, def.name))
}
