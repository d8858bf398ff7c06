//! `db.get_or_create(..)` and `db.update_or_create(..)`

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use super::key::put_column;
use super::verbs;
use crate::connection::{Batch, Collect, Executor, Outcome, RunAll, Sink};
use crate::error::{Error, Kind};
use crate::query::rows::{AllGiven, NewRow, Slot, at_column};
use crate::query::{ColumnList, Gather, Insert, target_clause};
use crate::sql::{Clause, Piece, Statement};
use crate::table::{DatabaseTable, Source, Table, UniqueIn};
use crate::value::{Row, Shape};

/// Columns by which a row of the table `T` is looked for: a column, or a tuple of columns, that are unique in it.
#[diagnostic::on_unimplemented(
    message = "these columns are not unique in table `{T}`",
    label = "two rows of `{T}` may have the same values",
    note = "give columns of `{T}` that are declared: `#[column(unique)]`, or `#[table(unique(a, b))]` for several, or its primary key"
)]
pub trait UniqueColumns<T> {
    /// See [`UniqueIn::PREDICATE`].
    const PREDICATE: Option<&'static str>;

    /// Adds the columns' numbers.
    fn numbers(out: &mut Vec<usize>);
}

#[diagnostic::do_not_recommend]
impl<T, L: ColumnList<Markers: UniqueIn<T>>> UniqueColumns<T> for L {
    const PREDICATE: Option<&'static str> = <L::Markers as UniqueIn<T>>::PREDICATE;

    fn numbers(out: &mut Vec<usize>) {
        <L as ColumnList>::numbers(out);
    }
}

/// How often it is tried again where the row was neither there nor could be inserted, because others deleted it in
/// between. A trigger or a policy for rows can make that so for ever.
const TRIES: usize = 5;

/// Gets or creates a row, as a future: it comes to the row, and whether it was created. Made by `db.get_or_create(..)`.
///
/// It may be dropped at any time.
#[must_use = "nothing is sent before the future is awaited"]
pub struct GettingOrCreating<X: Executor, T> {
    db: X,
    progress: X::Progress,
    attempt: Attempt<T>,
    tries: usize,
    failed: Option<Error>,
}

// Rows are never pinned, whatever they are.
impl<X: Executor, T> Unpin for GettingOrCreating<X, T> {}

/// The insert, and the search for the row that was in its way.
struct Attempt<T> {
    insert: Statement,
    select: Statement,
    created: Collect<T>,
    found: Collect<T>,
}

impl<X: Executor, T: Table> GettingOrCreating<X, T> {
    fn new<R: NewRow<Table = T>, K: UniqueColumns<T>>(db: X, mut row: R, _: K) -> Self {
        row.prepare();
        let mut target = Vec::new();
        K::numbers(&mut target);
        let select = select(&row, &target, K::PREDICATE);
        let insert = insert(&row, &target, K::PREDICATE);
        GettingOrCreating {
            db,
            progress: X::Progress::default(),
            attempt: Attempt { insert, select, created: Collect::default(), found: Collect::default() },
            tries: 0,
            failed: missing(&row, &target),
        }
    }
}

/// The error of a row that does not give the columns by which it is looked for.
fn missing<R: NewRow>(row: &R, target: &[usize]) -> Option<Error> {
    let column = target.iter().find(|column| matches!(row.slot(**column), Slot::Omitted))?;
    let def = <R::Table as Table>::DEFINITION.columns.get(*column)?;
    Some(Error::new(Kind::Statement(
        format!(
            "the row gives no value for column \"{}\", by which it is looked for; nothing was sent",
            def.name
        )
        .into(),
    )))
}

fn put_cell<R: NewRow>(row: &R, column: usize, out: &mut Statement) {
    let Some(def) = <R::Table as Table>::DEFINITION.columns.get(column) else { return };
    match row.slot(column) {
        Slot::Expression(expression) => out.nest(expression),
        Slot::Value | Slot::Omitted => {
            out.bind_with(def.sent_type(), |values| {
                row.put(column, values).map_err(|why| at_column(def, &why))
            });
        }
    }
}

/// ` FROM "person" WHERE "person"."email" = $1`
fn put_search<R: NewRow>(row: &R, target: &[usize], predicate: Option<&'static str>, out: &mut Statement) {
    out.text(" FROM ");
    out.push(Piece::Table(<R::Table as Source>::REF));
    for (number, column) in target.iter().enumerate() {
        let Some(def) = <R::Table as Table>::DEFINITION.columns.get(*column) else { continue };
        out.text(if number == 0 { " WHERE " } else { " AND " });
        put_column::<R::Table>(def.name, out);
        out.text(" = (");
        put_cell(row, *column, out);
        out.text(")");
    }
    if let Some(predicate) = predicate {
        out.text(" AND (");
        out.text(predicate);
        out.text(")");
    }
}

fn select<R: NewRow>(row: &R, target: &[usize], predicate: Option<&'static str>) -> Statement {
    let mut statement = Statement::new();
    statement.part(Clause::Raw, |out| {
        out.text("SELECT ");
        out.push(Piece::Columns(<R::Table as Source>::REF));
        put_search(row, target, predicate, out);
    });
    statement
}

/// `INSERT INTO "person" (..) SELECT .. WHERE NOT EXISTS (..) ON CONFLICT ("email") DO NOTHING RETURNING ..`
///
/// Where the row is there, nothing is tried: an insert that comes to nothing uses up a number of an identity column.
fn insert<R: NewRow>(row: &R, target: &[usize], predicate: Option<&'static str>) -> Statement {
    let defs = <R::Table as Table>::DEFINITION.columns.iter().enumerate();
    let given = || defs.clone().filter(|(column, _)| !matches!(row.slot(*column), Slot::Omitted));
    let mut statement = Statement::new();
    statement.part(Clause::Insert, |out| {
        out.push(Piece::Table(<R::Table as Source>::REF));
        for (number, (_, def)) in given().enumerate() {
            out.text(if number == 0 { " (" } else { ", " });
            out.push(Piece::Name(def.name));
        }
        out.text(") SELECT ");
        for (number, (column, _)) in given().enumerate() {
            out.text(if number == 0 { "" } else { ", " });
            put_cell(row, column, out);
        }
        out.text(" WHERE NOT EXISTS (SELECT");
        put_search(row, target, predicate, out);
        out.text(")");
    });
    statement.part(Clause::OnConflict, |out| {
        out.nest(&target_clause::<R::Table>(target, predicate));
        out.text(" DO NOTHING");
    });
    statement.part(Clause::Returning, |out| out.push(Piece::Columns(<R::Table as Source>::REF)));
    statement
}

impl<T: Table> Batch for Attempt<T> {
    fn len(&self) -> usize {
        2
    }

    fn statement(&self, index: usize) -> (&Statement, fn(&mut Shape)) {
        (if index == 0 { &self.insert } else { &self.select }, <T as Row>::describe)
    }

    fn sink(&mut self, index: usize) -> &mut dyn Sink {
        if index == 0 { &mut self.created } else { &mut self.found }
    }

    fn done(&mut self, _: usize, _: Outcome) -> Result<(), Error> {
        Ok(())
    }
}

impl<X: Executor, T: Table> Future for GettingOrCreating<X, T> {
    type Output = Result<(T, bool), Error>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let GettingOrCreating { db, progress, attempt, tries, failed } = self.get_mut();
        if let Some(error) = failed.take() {
            return Poll::Ready(Err(error));
        }
        loop {
            ready!(db.poll_run_all(context, progress, attempt))?;
            if let Some(row) = std::mem::take(&mut attempt.created.0).into_iter().next() {
                return Poll::Ready(Ok((row, true)));
            }
            if let Some(row) = std::mem::take(&mut attempt.found.0).into_iter().next() {
                return Poll::Ready(Ok((row, false)));
            }
            *tries += 1;
            if *tries == TRIES {
                return Poll::Ready(Err(Error::new(Kind::NotFound).with_sql(&attempt.insert.to_sql())));
            }
            *progress = X::Progress::default();
        }
    }
}

impl<X: Executor, T> fmt::Debug for GettingOrCreating<X, T> {
    /// The texts of the statements; parameters are not shown.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entry(&self.attempt.insert.to_sql()).entry(&self.attempt.select.to_sql()).finish()
    }
}

/// Updates or creates a row, as a future: it comes to the row, and whether it was created. Made by
/// `db.update_or_create(..)`.
pub type UpdatingOrCreating<X, T> = RunAll<X, Gather<(T, bool), (T, bool)>>;

fn update_or_create<X, R, K>(db: X, row: R, _: K) -> UpdatingOrCreating<X, R::Table>
where
    X: Executor,
    R: NewRow<Needs: AllGiven>,
    K: UniqueColumns<R::Table>,
{
    let mut list = Statement::new();
    list.part(Clause::Returning, |out| {
        out.push(Piece::Columns(<R::Table as Source>::REF));
        // A row that was there was locked for the update, which leaves its mark in the new one.
        out.text(", ");
        put_column::<R::Table>("xmax", out);
        out.text(" = 0");
    });
    let mut target = Vec::new();
    K::numbers(&mut target);
    let insert = Insert::of(row).upsert(target, K::PREDICATE);
    let returned = insert.returning_list::<(R::Table, bool), (), crate::expr::NotGrouped>(
        &list,
        <(R::Table, bool) as Row>::describe,
    );
    RunAll::new(db, returned.gather(|rows| rows.into_iter().next().ok_or_else(|| Error::new(Kind::NotFound))))
}

verbs! {
    /// The row with the same values in columns that are unique as a new row has, or that new row, if there is none.
    /// Whether it was created is told beside it.
    ///
    /// It is one round trip: `INSERT .. WHERE NOT EXISTS (..) ON CONFLICT (..) DO NOTHING`, and a `SELECT`. Whoever else
    /// does the same at the same time gets the same row, and there is one. A row with a NULL in one of the columns is
    /// always new.
    ///
    /// ```no_run
    /// # use piton::prelude::*;
    /// # #[derive(Table)] struct Person { #[column(primary_key, auto)] id: i32, #[column(unique)] email: String, name: String }
    /// # async fn example(db: &mut Connection) -> Result<(), piton::Error> {
    /// let (alice, created): (Person, bool) =
    ///     db.get_or_create(Person::create().email("alice@example.org").name("Alice"), Person::email).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    ///
    /// As [`insert`](crate::connection::Connection::insert): also for a conflict by other columns. One of the columns is
    /// not given. The row is neither to be seen nor can be inserted, as a trigger or a policy can make it
    /// ([`is_not_found`](crate::Error::is_not_found)).
    fn get_or_create<R, T>(db, row: R, columns: impl UniqueColumns<T>) -> GettingOrCreating<T>
    where
        (R: NewRow<Needs: AllGiven, Table = T>, T: DatabaseTable)
    {
        GettingOrCreating::new(db, row, columns)
    }

    /// Updates the row with the same values in columns that are unique as a new row has, or inserts that new row, if
    /// there is none. Returned are the row as it is now, and whether it was created.
    ///
    /// It is one statement, `INSERT .. ON CONFLICT (..) DO UPDATE`, which updates all columns that are given, apart from
    /// those of the primary key.
    ///
    /// Whether the row was created is told by its system column `xmax`, see the manual's page "System Columns": it is zero
    /// in a row that was just inserted, and not in one that was locked to be updated. A partitioned table and a view have
    /// none in `RETURNING`: there PostgreSQL refuses the statement (SQLSTATE 0A000), and nothing is written. Use
    /// [`upsert`](crate::connection::Connection::upsert) or `ON CONFLICT`, which do not ask for it.
    ///
    /// ```no_run
    /// # use piton::prelude::*;
    /// # #[derive(Table)] struct Person { #[column(primary_key, auto)] id: i32, #[column(unique)] email: String, name: String }
    /// # async fn example(db: &mut Connection) -> Result<(), piton::Error> {
    /// let (alice, created): (Person, bool) =
    ///     db.update_or_create(Person::create().email("alice@example.org").name("Alice"), Person::email).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    ///
    /// As [`insert`](crate::connection::Connection::insert): also for a conflict by other columns.
    fn update_or_create<R, T>(db, row: R, columns: impl UniqueColumns<T>) -> UpdatingOrCreating<T>
    where
        (R: NewRow<Needs: AllGiven, Table = T>, T: DatabaseTable)
    {
        update_or_create(db, row, columns)
    }
}
