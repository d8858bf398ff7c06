//! `INSERT`

use std::collections::HashSet;
use std::fmt;
use std::marker::PhantomData;

use frunk_core::hlist::HNil;

use super::on_conflict::{Conflict, Plain};
use super::returning::{Affected, Returned, RowList, returning};
use super::rows::{AllGiven, IntoRows, NewRow, group, put_rows};
use crate::connection::{Executor, IntoExecutor, RunAll};
use crate::expr::{Project, Selectable};
use crate::sql::{Clause, Piece, Statement};
use crate::table::{Source, Table, With};
use crate::value::{Encoder, Row};

/// Rows longer than this together, in bytes, are inserted by several statements in one round trip: a message has to be
/// shorter than a gibibyte.
const LONGEST: usize = 256 << 20;

/// `INSERT` of rows that [`insert`] was given.
#[must_use = "nothing is inserted before a verb such as `execute` runs it"]
pub struct Insert<R: NewRow, K = Plain> {
    rows: Vec<R>,
    conflict: Option<Conflict>,
    kind: PhantomData<fn() -> K>,
}

/// `INSERT` of rows into their table: one row, or an array, a `Vec` or an iterator of them.
///
/// Many rows are one statement with one array a column, whatever their number, so that it is prepared once. Rows that
/// give different columns are one statement for each set of columns; all go in one round trip, and all or none are
/// inserted.
///
/// ```
/// # use piton::prelude::*;
/// # #[derive(Table)] struct Person { #[column(primary_key, auto)] id: i32, name: String, age: i32 }
/// let one = insert(Person::create().name("Alice").age(30));
/// assert_eq!(one.to_sql(), r#"INSERT INTO "person" ("name", "age") VALUES ($1, $2)"#);
///
/// let many = insert([Person::create().name("Alice").age(30), Person::create().name("Bob").age(40)]);
/// assert_eq!(many.to_sql(), r#"INSERT INTO "person" ("name", "age") SELECT unnest($1), unnest($2)"#);
/// ```
///
/// Inserting no rows sends nothing.
pub fn insert<I: IntoRows<M, Row = R>, M, R>(rows: I) -> Insert<R>
where
    R: NewRow<Needs: AllGiven>,
{
    Insert::of(rows.into_rows())
}

impl<R: NewRow> Insert<R> {
    /// As [`insert`], of rows that somebody else has checked.
    pub(crate) fn of(mut rows: Vec<R>) -> Self {
        rows.iter_mut().for_each(NewRow::prepare);
        Insert { rows, conflict: None, kind: PhantomData }
    }
}

impl<R: NewRow, K> Insert<R, K> {
    /// The same rows with another type.
    pub(super) fn settled<L>(self) -> Insert<R, L> {
        Insert { rows: self.rows, conflict: self.conflict, kind: PhantomData }
    }

    pub(super) fn with_conflict(self, conflict: Conflict) -> Self {
        Insert { conflict: Some(conflict), ..self }
    }

    pub(super) fn conflict_mut(&mut self) -> Option<&mut Conflict> {
        self.conflict.as_mut()
    }

    /// Whether there are rows to insert, and how many.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there are no rows to insert.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// `RETURNING projection`: what was inserted, as the database has it.
    ///
    /// Rows come back in the order in which they were given. A row that was left out because of a conflict does not come
    /// back.
    ///
    /// ```
    /// # use piton::prelude::*;
    /// # #[derive(Table)] struct Person { #[column(primary_key, auto)] id: i32, name: String }
    /// let query = insert(Person::create().name("Alice")).returning((Person::id, Person::name));
    /// assert_eq!(
    ///     query.to_sql(),
    ///     r#"INSERT INTO "person" ("name") VALUES ($1) RETURNING "person"."id", "person"."name""#,
    /// );
    /// ```
    pub fn returning<P, L, T>(self, projection: P) -> Returned<T>
    where
        P: Selectable<List = L> + RowList,
        L: Project<With<R::Table, HNil>, Row = T>,
        T: Row,
    {
        let list = returning(projection);
        Returned::new(self.statements(Some(&list)), L::describe)
    }

    /// `RETURNING` all columns.
    pub(crate) fn returning_rows(self) -> Returned<R::Table> {
        let mut list = Statement::new();
        list.part(Clause::Returning, |out| out.push(Piece::Columns(<R::Table as Source>::REF)));
        Returned::new(self.statements(Some(&list)), <R::Table as Row>::describe)
    }

    /// Inserts the rows, and returns how many were inserted; with `ON CONFLICT` also those that were updated.
    pub fn execute<D: IntoExecutor<Executor = X>, X: Executor>(self, db: D) -> RunAll<X, Affected> {
        let statements = self.statements(None).into_iter().map(|(statement, _)| statement).collect();
        RunAll::new(db.into_executor(), Affected::new(statements))
    }

    /// The SQL text, with `$1`, `$2`, .. in the place of parameters. Rows that give different columns make a text for
    /// each set of columns, a line each; no rows make none.
    #[must_use]
    pub fn to_sql(&self) -> String {
        let statements = self.statements(None);
        statements.iter().map(|(statement, _)| statement.to_sql()).collect::<Vec<_>>().join("\n")
    }

    /// The statements, each with the numbers of the rows that it inserts.
    fn statements(&self, returning: Option<&Statement>) -> Vec<(Statement, Vec<usize>)> {
        let columns = <R::Table as Table>::DEFINITION.columns.len();
        let mut statements = Vec::new();
        for mut group in group(&self.rows, columns) {
            if let Some(conflict) = &self.conflict {
                self.keep_last(conflict.keys(), &mut group.rows);
            }
            for rows in self.chunks(std::mem::take(&mut group.rows)) {
                group.rows = rows;
                let mut statement = Statement::new();
                statement.part(Clause::Insert, |out| {
                    out.push(Piece::Table(<R::Table as Source>::REF));
                    put_rows(&self.rows, &group, out);
                });
                if let Some(conflict) = &self.conflict {
                    conflict.write::<R::Table>(&group.columns, &mut statement);
                }
                if let Some(returning) = returning {
                    statement.extend(returning);
                }
                statements.push((statement, std::mem::take(&mut group.rows)));
            }
        }
        statements
    }

    /// Leaves out every row whose values in these columns a later row has, too. NULL is like no other value.
    fn keep_last(&self, target: &[usize], rows: &mut Vec<usize>) {
        if target.is_empty() || rows.len() < 2 {
            return;
        }
        let mut seen = HashSet::new();
        let mut kept: Vec<usize> = Vec::with_capacity(rows.len());
        for &index in rows.iter().rev() {
            let Some(row) = self.rows.get(index) else { continue };
            let mut key = Encoder::default();
            let known = target.iter().all(|column| {
                let start = key.as_bytes().len();
                matches!(row.slot(*column), super::rows::Slot::Value)
                    && row.put(*column, &mut key).is_ok()
                    && key.as_bytes().get(start..) != Some([0xff; 4].as_slice())
            });
            if !known || seen.insert(key.as_bytes().to_vec()) {
                kept.push(index);
            }
        }
        kept.reverse();
        *rows = kept;
    }

    /// The rows in runs that fit into a message each.
    fn chunks(&self, rows: Vec<usize>) -> Vec<Vec<usize>> {
        let mut scratch = Encoder::default();
        let mut chunks = Vec::new();
        let mut chunk = Vec::new();
        let mut length = 0;
        let total: usize =
            rows.iter().filter_map(|index| self.rows.get(*index)).map(|row| row.size(&mut scratch)).sum();
        if total <= LONGEST {
            return vec![rows];
        }
        for index in rows {
            let size = self.rows.get(index).map_or(0, |row| row.size(&mut scratch));
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
}

impl<R: NewRow, K> fmt::Debug for Insert<R, K> {
    /// How many rows there are; what they are is not shown.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Insert").field("rows", &self.rows.len()).finish_non_exhaustive()
    }
}
