//! Rows turned into columns: one array a column, whatever the number of rows.

use super::group::{Cells, Group, places};
use crate::error::ValueError;
use crate::sql::{Piece, Statement};
use crate::table::ColumnDef;
use crate::value::{Encoder, put_header, split_elements};

// What writes values takes them out of the group: a statement keeps the buffers of large columns as they are.
impl Group {
    /// Whether there is one row.
    fn is_alone(&self) -> bool {
        self.rows.len() == 1
    }

    /// Writes the rows into an `INSERT` that has its table already.
    pub(in crate::query) fn put_rows(mut self, out: &mut Statement) {
        self.put_names(out);
        if self.is_alone() {
            self.put_row(out);
        } else if self.columns.iter().any(Cells::is_array) {
            self.put_with_arrays(out);
        } else {
            self.put_columns(out);
        }
    }

    /// `("a", "b")`, or nothing if there are none.
    fn put_names(&self, out: &mut Statement) {
        for (number, cells) in self.columns.iter().enumerate() {
            out.text(if number == 0 { " (" } else { ", " });
            out.push(Piece::Name(cells.def.name));
        }
        if !self.columns.is_empty() {
            out.text(")");
        }
    }

    /// `VALUES ($1, $2)`
    fn put_row(&self, out: &mut Statement) {
        if self.columns.is_empty() {
            out.text(" DEFAULT VALUES");
            return;
        }
        for (number, cells) in self.columns.iter().enumerate() {
            out.text(if number == 0 { " VALUES (" } else { ", " });
            cells.put_first(out);
        }
        out.text(")");
    }

    /// `SELECT unnest($1), unnest($2)`
    ///
    /// Several `unnest` in a SELECT list advance together, see the page "SQL Functions Returning Sets" of PostgreSQL's
    /// manual. In `FROM` an array of composites would become several columns.
    fn put_columns(&mut self, out: &mut Statement) {
        out.text(" SELECT");
        let rows = self.rows.len();
        for (number, cells) in self.columns.iter_mut().enumerate() {
            out.text(if number == 0 { " " } else { ", " });
            match &cells.expression {
                Some(expression) => out.nest(expression),
                None => cells.put_unnested(rows, out),
            }
        }
        if self.columns.iter().all(|cells| cells.expression.is_some()) {
            out.text(" FROM ");
            self.put_numbers(out);
        }
    }

    /// `generate_series(1, $1)`: the numbers of the rows among those of the group.
    fn put_numbers(&self, out: &mut Statement) {
        out.text("generate_series(1, ");
        out.bind(&i32::try_from(self.rows.len()).unwrap_or(i32::MAX));
        out.text(")");
    }

    /// As [`put_columns`](Group::put_columns), where values are arrays: PostgreSQL has no arrays of arrays, so that the
    /// elements of all rows are one array, each with the number of its row beside it.
    fn put_with_arrays(&mut self, out: &mut Statement) {
        for (number, cells) in self.columns.iter().enumerate() {
            out.text(if number == 0 { " SELECT " } else { ", " });
            match &cells.expression {
                Some(expression) => out.nest(expression),
                None => cells.put_joined_value(out),
            }
        }
        self.put_joined(out);
        out.text(" ORDER BY r.number");
    }

    /// ` FROM` the values of the rows, `r`, each with its number, and the arrays of each column that has some.
    fn put_joined(&mut self, out: &mut Statement) {
        let rows = self.rows.len();
        let mut flat = Vec::new();
        out.text(" FROM (SELECT ");
        for cells in self.columns.iter_mut().filter(|cells| cells.expression.is_none()) {
            if cells.is_array() {
                let array = Flat::of(cells);
                out.text("unnest(");
                out.bind(&array.counts);
                out.text(")");
                flat.push((cells.column, cells.def, array));
            } else {
                cells.put_unnested(rows, out);
            }
            numbered(out, " AS c", cells.column);
            out.text(", ");
        }
        self.put_numbers(out);
        out.text(" AS number) AS r");
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

    /// `SELECT unnest($1) AS _0, unnest($2) AS _3`: the values of the group's columns, each named by its number. Where
    /// somebody asks for them, `generate_series(1, $3) AS _n` are the numbers of the rows among those of the group.
    /// Expressions are left out.
    pub(crate) fn put_values(&mut self, with_numbers: bool, out: &mut Statement) {
        let rows = self.rows.len();
        let joined = self.columns.iter().any(Cells::is_array);
        let values = self.columns.iter_mut().filter(|cells| cells.expression.is_none());
        for (number, cells) in values.enumerate() {
            out.text(if number == 0 { "SELECT " } else { ", " });
            if joined {
                cells.put_joined_value(out);
            } else {
                cells.put_unnested(rows, out);
            }
            numbered(out, " AS _", cells.column);
        }
        match (joined, with_numbers) {
            (true, true) => out.text(", r.number AS _n"),
            (false, true) => {
                out.text(", ");
                self.put_numbers(out);
                out.text(" AS _n");
            }
            (_, false) => {}
        }
        if joined {
            self.put_joined(out);
        }
    }
}

impl Cells {
    /// `unnest($1)`
    fn put_unnested(&mut self, rows: usize, out: &mut Statement) {
        out.text("unnest(");
        self.put_array(rows, out);
        out.text(")");
    }

    /// The values of the column as one array: `$1`. They must not be arrays themselves.
    pub(crate) fn put_array(&mut self, rows: usize, out: &mut Statement) {
        let def = self.def;
        let checked = self.check(false);
        let header = |out: &mut Encoder| {
            checked?;
            put_header(rows, def.nullable, def.sent_type(), out)
        };
        out.bind_long((def.array_type)(), header, std::mem::take(&mut self.values));
    }

    /// What the first row gives, as a parameter if it is a value.
    pub(crate) fn put_first(&self, out: &mut Statement) {
        match &self.expression {
            Some(expression) => out.nest(expression),
            None => out.bind_with(self.def.sent_type(), |out| {
                self.check(true)?;
                out.copy_value(&self.values, 0);
                Ok(())
            }),
        }
    }

    /// The value of the column in a statement that selects from what [`put_joined`](Group::put_joined) writes.
    fn put_joined_value(&self, out: &mut Statement) {
        if self.is_array() {
            // How many elements there are, or NULL for NULL; of none `array_agg` makes NULL.
            numbered(out, "CASE r.c", self.column);
            numbered(out, " WHEN 0 THEN '{}' ELSE a", self.column);
            out.text(".elements END");
        } else {
            numbered(out, "r.c", self.column);
        }
    }
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
    fn of(cells: &Cells) -> Self {
        let failed = cells.check(false).err();
        let mut flat = Flat { elements: Vec::new(), owners: Vec::new(), counts: Vec::new(), failed };
        let bytes = cells.values.as_bytes();
        for place in places(bytes) {
            if let Err(why) = flat.add(bytes.get(place).unwrap_or_default()) {
                flat.failed.get_or_insert_with(|| at_column(cells.def, &why));
            }
        }
        flat
    }

    /// Adds an array with its length before it, or NULL.
    fn add(&mut self, raw: &[u8]) -> Result<(), ValueError> {
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
