//! The statements that update rows by their keys.

use crate::query::rows::{Group, NewRow, Numbers, RowSet, Slot, at_column, numbered};
use crate::record::key::{put_column, put_condition};
use crate::sql::{Clause, Piece, Statement};
use crate::table::{ColumnDef, Keyed, Source, Table};
use crate::value::Shape;

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

/// Whether a column that is given is set to that: a key says which row, a version which one of it.
pub(super) fn is_set(def: &ColumnDef) -> bool {
    !def.primary_key && !def.version
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
    let is_given = |column| !matches!(row.slot(column), Slot::Omitted);
    put_set::<R::Table>(is_given, &mut statement, value)?;
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
    put_versions::<R::Table>(is_given, &mut statement, value);
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
    let is_given = |column| !matches!(row.slot(column), Slot::Omitted);
    let mut versions = given_versions::<R::Table>(is_given).peekable();
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
/// `UPDATE "person" SET "name" = u._1 FROM (SELECT unnest($1) AS _0, unnest($2) AS _1) AS u WHERE "person"."id" =
/// u._0`. PostgreSQL updates a row once in a statement: rows with the same key come one after the other.
pub(super) fn update_many<T: Keyed>(rows: RowSet, with_numbers: bool) -> Vec<(Statement, Numbers)> {
    let turns = rows.turns(T::DEFINITION.key);
    let update = |group| update_group::<T>(group, with_numbers);
    if turns.count() == 1 {
        return rows.into_groups().into_iter().filter_map(update).collect();
    }
    let turn = |turn: usize| rows.groups().iter().map(move |group| (turn, group));
    (0..turns.count())
        .flat_map(turn)
        .map(|(turn, group)| group.only(|row| turns.is_in(turn, row)))
        .filter(|group| !group.rows.is_empty())
        .filter_map(update)
        .collect()
}

fn update_group<T: Keyed>(mut group: Group, with_numbers: bool) -> Option<(Statement, Numbers)> {
    let alias = alias::<T>();
    let mut statement = start::<T>();
    statement.part(Clause::From, |out| {
        out.text("(");
        group.put_values(with_numbers, out);
        out.text(") AS ");
        out.text(alias.name);
    });
    let value = |column: usize, _: &'static ColumnDef, out: &mut Statement| match group
        .cells(column)
        .and_then(|cells| cells.expression.as_ref())
    {
        Some(expression) => out.nest(expression),
        None => numbered(out, alias.column, column),
    };
    let is_given = |column| group.cells(column).is_some();
    put_set::<T>(is_given, &mut statement, value)?;
    statement.part(Clause::Where, |out| {
        put_condition::<T>(|_, column, out| numbered(out, alias.column, column), out);
    });
    put_versions::<T>(is_given, &mut statement, value);
    Some((statement, group.rows))
}

/// `UPDATE "person"`
pub(super) fn start<T: Table>() -> Statement {
    let mut statement = Statement::new();
    statement.part(Clause::Update, |out| out.push(Piece::Table(<T as Source>::REF)));
    statement
}

/// `SET` the columns that are given, to what `value` writes, and those that the database computes. `None` if none is
/// given.
fn put_set<T: Table>(
    is_given: impl Fn(usize) -> bool,
    out: &mut Statement,
    value: impl Fn(usize, &'static ColumnDef, &mut Statement),
) -> Option<()> {
    let defs = T::DEFINITION.columns.iter().enumerate();
    let mut any = None;
    for (column, def) in defs.filter(|(column, def)| is_set(def) && is_given(*column)) {
        out.part(Clause::Set, |out| {
            out.push(Piece::Name(def.name));
            out.text(" = ");
            value(column, def, out);
        });
        any = Some(());
    }
    put_computed::<T>(|column| !is_given(column), out);
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

/// The version columns that are given: what the row in the database must have.
fn given_versions<T: Table>(
    is_given: impl Fn(usize) -> bool,
) -> impl Iterator<Item = (usize, &'static ColumnDef)> {
    let defs = T::DEFINITION.columns.iter().enumerate();
    defs.filter(move |(column, def)| def.version && is_given(*column))
}

/// `AND "person"."version" = $1`
fn put_versions<T: Table>(
    is_given: impl Fn(usize) -> bool,
    out: &mut Statement,
    value: impl Fn(usize, &'static ColumnDef, &mut Statement),
) {
    for (column, def) in given_versions::<T>(is_given) {
        out.part(Clause::Where, |out| {
            put_column::<T>(def.name, out);
            out.text(" = ");
            value(column, def, out);
        });
    }
}
