//! The statements that update rows by their keys.

use std::collections::HashMap;

use foldhash::fast::RandomState;

use crate::query::rows::{Group, NewRow, Slot, at_column, chunks, group, numbered, put_values};
use crate::record::key::{put_column, put_condition};
use crate::sql::{Clause, Piece, Statement};
use crate::table::{ColumnDef, Keyed, Source, Table};
use crate::value::{Encoder, Shape};

/// What values are called that stand in `FROM`.
pub(in crate::record) struct Alias {
    pub(in crate::record) name: &'static str,
    /// What the number of a column follows.
    pub(in crate::record) column: &'static str,
    /// The number of the row.
    pub(in crate::record) number: &'static str,
}

/// The name for values beside the table `T`, which must not have the same.
pub(in crate::record) fn alias<T: Table>() -> Alias {
    match <T as Source>::REF.source {
        "u" => Alias { name: "v", column: "v._", number: "v._n" },
        _ => Alias { name: "u", column: "u._", number: "u._n" },
    }
}

/// Whether a column is set to what its row gives for it.
pub(super) fn is_set(def: &ColumnDef, slot: Slot<'_>) -> bool {
    !def.primary_key && !def.version && !matches!(slot, Slot::Omitted)
}

/// The columns of a table that the database computes at each update: those that are read back.
pub(super) fn computed<T: Table>() -> impl Iterator<Item = (usize, &'static ColumnDef)> {
    T::DEFINITION.columns.iter().enumerate().filter(|(_, def)| def.version || def.auto_now)
}

/// Adds what the columns of [`computed`] must be.
pub(super) fn describe_computed<T: Table>(shape: &mut Shape) {
    for (_, def) in computed::<T>() {
        let start = shape.columns.len();
        (def.describe)(shape);
        for spec in shape.columns.iter_mut().skip(start) {
            spec.field = Some((def.table, def.field));
            spec.ty = def.sent_type();
        }
    }
}

/// `UPDATE "person" SET "name" = $1 WHERE "person"."id" = $2`, or nothing if the row gives nothing to set.
pub(super) fn update_one<R: NewRow<Table: Keyed>>(row: &R) -> Option<Statement> {
    let defs = <R::Table as Table>::DEFINITION.columns;
    let mut statement = start::<R::Table>();
    let value = |column: usize, def: &'static ColumnDef, out: &mut Statement| match row.slot(column) {
        Slot::Expression(expression) => out.nest(expression),
        Slot::Value | Slot::Omitted => {
            out.bind_with(def.sent_type(), |values| {
                row.put(column, values).map_err(|why| at_column(def, &why))
            });
        }
    };
    put_set::<R>(row, &mut statement, value)?;
    statement.part(Clause::Where, |out| {
        put_condition::<R::Table>(
            |_, column, out| {
                if let Some(def) = defs.get(column) {
                    value(column, def, out);
                }
            },
            out,
        );
    });
    put_versions::<R>(row, &mut statement, value);
    Some(statement)
}

/// Whether the row with a key has the version that it must have: `SELECT "person"."version" = $1 FROM "person" WHERE
/// "person"."id" = $2`. `None` if no version is given.
pub(super) fn probe<R: NewRow<Table: Keyed>>(row: &R) -> Option<Statement> {
    let defs = <R::Table as Table>::DEFINITION.columns;
    let mut statement = Statement::new();
    let value = |column: usize, out: &mut Statement| {
        let Some(def) = defs.get(column) else { return };
        match row.slot(column) {
            Slot::Expression(expression) => out.nest(expression),
            Slot::Value | Slot::Omitted => out.bind_with(def.sent_type(), |values| row.put(column, values)),
        }
    };
    let mut versions = given_versions(row).peekable();
    versions.peek()?;
    statement.part(Clause::Select, |_| ());
    statement.part(Clause::Projection, |out| {
        for (number, (column, def)) in versions.enumerate() {
            out.text(if number == 0 { "" } else { " AND " });
            put_column::<R::Table>(def.name, out);
            out.text(" = ");
            value(column, out);
        }
    });
    statement.part(Clause::From, |out| out.push(Piece::Table(<R::Table as Source>::REF)));
    statement.part(Clause::Where, |out| {
        put_condition::<R::Table>(|_, column, out| value(column, out), out);
    });
    Some(statement)
}

/// The statements for many rows, each with the numbers of the rows that it updates. Rows that give nothing to set are
/// left out.
///
/// Rows that give the same columns, and the same expressions, are one statement, with one array a column:
/// `UPDATE "person" SET "name" = u._1 FROM (SELECT unnest($1) AS _0, unnest($2) AS _1, ..) AS u WHERE "person"."id" =
/// u._0`. PostgreSQL updates a row once in a statement: rows with the same key come one after the other.
pub(super) fn update_many<R: NewRow<Table: Keyed>>(rows: &[R]) -> Vec<(Statement, Vec<usize>)> {
    let turns = Turns::of(rows);
    let mut statements = Vec::new();
    let groups = group(rows, <R::Table as Table>::DEFINITION.columns.len());
    for turn in 0..turns.count() {
        for whole in &groups {
            let chosen = turns.only(turn, &whole.rows);
            if chosen.is_empty() {
                continue;
            }
            for chunk in chunks(rows, chosen) {
                let group = Group { columns: whole.columns.clone(), rows: chunk };
                statements.extend(update_group(rows, &group).map(|statement| (statement, group.rows)));
            }
        }
    }
    statements
}

fn update_group<R: NewRow<Table: Keyed>>(rows: &[R], group: &Group) -> Option<Statement> {
    let row = group.rows.first().and_then(|first| rows.get(*first))?;
    let alias = alias::<R::Table>();
    let mut statement = start::<R::Table>();
    let value = |column: usize, _: &'static ColumnDef, out: &mut Statement| match row.slot(column) {
        Slot::Expression(expression) => out.nest(expression),
        Slot::Value | Slot::Omitted => numbered(out, alias.column, column),
    };
    put_set::<R>(row, &mut statement, value)?;
    statement.part(Clause::From, |out| {
        out.text("(");
        put_values(rows, group, out);
        out.text(") AS ");
        out.text(alias.name);
    });
    statement.part(Clause::Where, |out| {
        put_condition::<R::Table>(|_, column, out| numbered(out, alias.column, column), out);
    });
    put_versions::<R>(row, &mut statement, value);
    Some(statement)
}

/// `UPDATE "person"`
pub(super) fn start<T: Table>() -> Statement {
    let mut statement = Statement::new();
    statement.part(Clause::Update, |out| out.push(Piece::Table(<T as Source>::REF)));
    statement
}

/// `SET` the columns that the row gives, to what `value` writes, and those that the database computes. `None` if the
/// row gives none.
fn put_set<R: NewRow>(
    row: &R,
    out: &mut Statement,
    value: impl Fn(usize, &'static ColumnDef, &mut Statement),
) -> Option<()> {
    let defs = <R::Table as Table>::DEFINITION.columns.iter().enumerate();
    let mut any = None;
    for (column, def) in defs.filter(|(column, def)| is_set(def, row.slot(*column))) {
        out.part(Clause::Set, |out| {
            out.push(Piece::Name(def.name));
            out.text(" = ");
            value(column, def, out);
        });
        any = Some(());
    }
    put_computed::<R::Table>(|column| matches!(row.slot(column), Slot::Omitted), out);
    any
}

/// Sets the columns that the database computes: a version counts on, and the time of the last change is now, unless
/// another one is given.
pub(super) fn put_computed<T: Table>(is_omitted: impl Fn(usize) -> bool, out: &mut Statement) {
    for (_, def) in computed::<T>().filter(|(column, def)| def.version || is_omitted(*column)) {
        out.part(Clause::Set, |out| {
            out.push(Piece::Name(def.name));
            out.text(" = ");
            if def.version {
                put_column::<T>(def.name, out);
                out.text(" + 1");
            } else {
                out.text("now()");
            }
        });
    }
}

/// The version columns for which a row gives a value: the one that the row in the database must have.
fn given_versions<R: NewRow>(row: &R) -> impl Iterator<Item = (usize, &'static ColumnDef)> {
    let defs = <R::Table as Table>::DEFINITION.columns.iter().enumerate();
    defs.filter(|(column, def)| def.version && !matches!(row.slot(*column), Slot::Omitted))
}

/// `AND "person"."version" = $1`
fn put_versions<R: NewRow>(
    row: &R,
    out: &mut Statement,
    value: impl Fn(usize, &'static ColumnDef, &mut Statement),
) {
    for (column, def) in given_versions(row) {
        out.part(Clause::Where, |out| {
            put_column::<R::Table>(def.name, out);
            out.text(" = ");
            value(column, def, out);
        });
    }
}

/// In which turn each row is written, so that no turn has two rows with the same key.
pub(super) struct Turns(Vec<usize>);

impl Turns {
    pub(super) fn of<R: NewRow<Table: Keyed>>(rows: &[R]) -> Self {
        let mut keys = Encoder::default();
        let mut ends = Vec::with_capacity(rows.len());
        for row in rows {
            let columns = <R::Table as Table>::DEFINITION.key;
            // A key that cannot be encoded fails the statement.
            let _ = columns.iter().try_for_each(|column| row.put(*column, &mut keys)).is_ok();
            ends.push(keys.as_bytes().len());
        }
        let mut counts = HashMap::with_capacity_and_hasher(rows.len(), RandomState::default());
        let mut turns = Vec::with_capacity(rows.len());
        let mut start = 0;
        for end in ends {
            let key = keys.as_bytes().get(start..end).unwrap_or_default();
            let turn = counts.entry(key).and_modify(|count| *count += 1).or_insert(0_usize);
            turns.push(*turn);
            start = end;
        }
        Turns(if counts.len() == turns.len() { Vec::new() } else { turns })
    }

    /// How many turns there are.
    pub(super) fn count(&self) -> usize {
        self.0.iter().max().map_or(1, |last| last + 1)
    }

    /// How many rows are written after another one with the same key.
    pub(super) fn later(&self) -> usize {
        self.0.iter().filter(|turn| **turn > 0).count()
    }

    fn only(&self, turn: usize, rows: &[usize]) -> Vec<usize> {
        let turn_of = |row: &usize| self.0.get(*row).copied().unwrap_or(0);
        rows.iter().copied().filter(|row| turn_of(row) == turn).collect()
    }
}
