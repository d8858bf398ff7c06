//! The update of many objects that have versions: all of them, or none if one is stale.
//!
//! One statement locks the rows, compares their versions, and updates them if all are the same. So nothing has to be
//! undone, and a transaction around it goes on.

use super::statement::{alias, computed, describe_computed, is_set, put_computed, start};
use crate::error::{Error, Kind, ValueError};
use crate::query::rows::{NewRow, RowSet, Slot, numbered};
use crate::record::changes::{Changed, Changes};
use crate::record::key::{put_column, put_condition};
use crate::sql::{Clause, Piece, Statement};
use crate::table::{ColumnDef, Keyed, Source, Table};
use crate::value::{Encoder, Row, Shape};

/// A row that gives all columns that any of the rows does, if only NULL.
struct Widened<'c, T> {
    row: Changed<'c, T>,
    columns: &'c [usize],
}

impl<T: Table> NewRow for Widened<'_, T> {
    type Table = T;
    type Needs = ();

    fn slot(&self, column: usize) -> Slot<'_> {
        if self.columns.contains(&column) { Slot::Value } else { Slot::Omitted }
    }

    fn put(&self, column: usize, out: &mut Encoder) -> Result<(), ValueError> {
        match self.row.slot(column) {
            Slot::Omitted => {
                out.put_null();
                Ok(())
            }
            Slot::Value | Slot::Expression(_) => self.row.put(column, out),
        }
    }
}

/// Updates the rows if each has the version that it must have:
///
/// ```sql
/// WITH piton_given AS (SELECT unnest($1) AS _0, .., generate_series(1, $4) AS _n),
///     piton_found AS (SELECT u._n, "t"."version" = u._3 AS same FROM piton_given AS u JOIN "t" ON .. FOR UPDATE OF "t"),
///     piton_done AS (UPDATE "t" SET .. FROM piton_given AS u WHERE .. AND NOT EXISTS (.. WHERE NOT same) RETURNING ..)
/// SELECT ..
/// ```
///
/// The result has a row for each that is given: its number, whether the version is the same (NULL where the row is gone),
/// whether it was updated, and what the database computed.
pub(super) fn update_versions<T: Keyed>(changes: &Changes<T>, guard: &Statement) -> Result<Statement, Error> {
    let given = |column: &usize| changes.rows().any(|row| matches!(row.slot(*column), Slot::Value));
    let columns: Vec<usize> = (0..T::DEFINITION.columns.len()).filter(given).collect();
    let rows = RowSet::of(changes.rows().map(|row| Widened { row, columns: &columns }));
    // After the first of two objects of one row the second is stale.
    let turns = rows.turns(T::DEFINITION.key);
    if turns.count() > 1 {
        return Err(Error::new(Kind::Stale { stale: turns.later(), of: changes.len() }));
    }
    let Ok([mut group]) = <[_; 1]>::try_from(rows.into_groups()) else {
        let why = "the objects are too long to be updated together, as their versions demand";
        return Err(Error::new(Kind::Statement(why.into())));
    };
    let mut statement = Statement::new();
    statement.part(Clause::Raw, |out| {
        out.text("WITH piton_given AS (");
        group.put_values(true, out);
        out.text("), piton_found AS (");
        put_found::<T>(out);
        out.text("), piton_done AS (");
        out.nest(&update(changes, &columns, guard));
        out.text(") SELECT given._n, piton_found.same, piton_done._n IS NOT NULL");
        for (_, def) in computed::<T>() {
            out.text(", piton_done.");
            out.push(Piece::Name(def.name));
        }
        out.text(" FROM piton_given AS given LEFT JOIN piton_found ON piton_found._n = given._n");
        out.text(" LEFT JOIN piton_done ON piton_done._n = given._n");
    });
    Ok(statement)
}

/// The rows with their numbers, and whether they have the versions that are given. They are locked.
fn put_found<T: Keyed>(out: &mut Statement) {
    let alias = alias::<T>();
    out.text("SELECT ");
    out.text(alias.number);
    out.text(", ");
    put_versions::<T>(out);
    out.text(" AS same FROM piton_given AS ");
    out.text(alias.name);
    out.text(" JOIN ");
    out.push(Piece::Table(<T as Source>::REF));
    out.text(" ON ");
    put_condition::<T>(|_, column, out| numbered(out, alias.column, column), out);
    out.text(" FOR UPDATE OF ");
    out.push(Piece::Name(<T as Source>::REF.source));
}

/// `"t"."version" = u._3`
fn put_versions<T: Keyed>(out: &mut Statement) {
    let versions = T::DEFINITION.columns.iter().enumerate().filter(|(_, def)| def.version);
    for (number, (column, def)) in versions.enumerate() {
        out.text(if number == 0 { "" } else { " AND " });
        put_column::<T>(def.name, out);
        out.text(" = ");
        numbered(out, alias::<T>().column, column);
    }
}

fn update<T: Keyed>(changes: &Changes<T>, columns: &[usize], guard: &Statement) -> Statement {
    let alias = alias::<T>();
    let mut statement = start::<T>();
    let defs = T::DEFINITION.columns.iter().enumerate();
    for (column, def) in defs.filter(|(column, def)| columns.contains(column) && is_set(def)) {
        statement.part(Clause::Set, |out| {
            out.push(Piece::Name(def.name));
            out.text(" = ");
            put_value(changes, column, def, out);
        });
    }
    put_computed::<T>(|column| !columns.contains(&column), &mut statement);
    statement.part(Clause::From, |out| {
        out.text("piton_given AS ");
        out.text(alias.name);
    });
    statement.part(Clause::Where, |out| {
        put_condition::<T>(|_, column, out| numbered(out, alias.column, column), out);
        out.text(" AND ");
        put_versions::<T>(out);
        out.text(" AND NOT EXISTS (SELECT FROM piton_found WHERE NOT same)");
    });
    statement.extend(guard);
    statement.part(Clause::Returning, |out| {
        out.text(alias.number);
        for (_, def) in computed::<T>() {
            out.text(", ");
            put_column::<T>(def.name, out);
        }
    });
    statement
}

/// What a column is set to: what is given, or for rows that do not give it what it is; the time of the last change to
/// now.
fn put_value<T: Keyed>(changes: &Changes<T>, column: usize, def: &'static ColumnDef, out: &mut Statement) {
    let alias = alias::<T>();
    let given: Vec<bool> = changes.rows().map(|row| matches!(row.slot(column), Slot::Value)).collect();
    if given.iter().all(|given| *given) {
        return numbered(out, alias.column, column);
    }
    out.text("CASE WHEN (");
    out.bind(&given);
    out.text(")[");
    out.text(alias.number);
    out.text("] THEN ");
    numbered(out, alias.column, column);
    out.text(" ELSE ");
    if def.auto_now {
        out.text("now()");
    } else {
        put_column::<T>(def.name, out);
    }
    out.text(" END");
}

/// What the columns of the result are.
pub(super) fn describe_versions<T: Keyed>(shape: &mut Shape) {
    <(i32, bool, bool)>::describe(shape);
    describe_computed::<T>(shape);
}
