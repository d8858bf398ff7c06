//! `db.get(key)` and `db.get_many(keys)`

use super::cells::Cells;
use super::key::{KeyOf, put_condition};
use super::update::statement::alias;
use super::verbs;
use crate::connection::{Executor, First, Run, RunAll};
use crate::query::rows::{Group, NewRow, at_column, numbered, put_values};
use crate::query::{Gather, Returned};
use crate::sql::{Clause, Piece, Statement};
use crate::table::{Keyed, Source, Table};
use crate::value::Row;

/// `SELECT` all columns of the row with a key.
pub(super) fn select_one<R: NewRow>(key: &R) -> Statement {
    let mut statement = start::<R::Table>();
    statement.part(Clause::From, |out| out.push(Piece::Table(<R::Table as Source>::REF)));
    statement.part(Clause::Where, |out| put_key_condition(key, out));
    statement
}

/// `"a"."x" = $1 AND "a"."y" = $2`
pub(super) fn put_key_condition<R: NewRow>(key: &R, out: &mut Statement) {
    put_condition::<R::Table>(
        |_, column, out| {
            if let Some(def) = <R::Table as Table>::DEFINITION.columns.get(column) {
                out.bind_with(def.sent_type(), |values| {
                    key.put(column, values).map_err(|why| at_column(def, &why))
                });
            }
        },
        out,
    );
}

/// `SELECT` all columns of the rows with these keys in their order, or NULLs where there is none.
pub(super) fn select_many<R: NewRow>(keys: &[R]) -> Statement {
    let alias = alias::<R::Table>();
    let group =
        Group { columns: <R::Table as Table>::DEFINITION.key.to_vec(), rows: (0..keys.len()).collect() };
    let mut statement = start::<R::Table>();
    statement.part(Clause::From, |out| {
        out.text("(");
        put_values(keys, &group, out);
        out.text(") AS ");
        out.text(alias.name);
    });
    statement.part(Clause::Join, |out| {
        out.text(" LEFT JOIN ");
        out.push(Piece::Table(<R::Table as Source>::REF));
        out.text(" ON ");
        put_condition::<R::Table>(|_, column, out| numbered(out, alias.column, column), out);
    });
    statement.part(Clause::OrderBy, |out| out.text(alias.number));
    statement
}

fn start<T: Table>() -> Statement {
    let mut statement = Statement::new();
    statement.part(Clause::Select, |_| ());
    statement.part(Clause::Projection, |out| out.push(Piece::Columns(<T as Source>::REF)));
    statement
}

fn get_one<X: Executor, T: Keyed>(db: X, key: impl KeyOf<T>) -> Run<X, First<T>> {
    let cells = Cells::of_keys([key]);
    let statement = cells.rows().first().map(select_one).unwrap_or_default();
    Run::new(db, statement, <T as Row>::describe, First::default())
}

/// Rows in the order of their keys, as a future. Made by `db.get_many(keys)`.
pub type GettingMany<X, T> = RunAll<X, Gather<Option<T>, Vec<Option<T>>>>;

fn get_many<X: Executor, T: Keyed>(db: X, keys: impl IntoIterator<Item: KeyOf<T>>) -> GettingMany<X, T> {
    let cells = Cells::of_keys(keys);
    let keys = cells.rows();
    let statements = if keys.is_empty() { Vec::new() } else { vec![(select_many(&keys), Vec::new())] };
    RunAll::new(db, <Returned<_>>::new(statements, <T as Row>::describe).gather(Ok))
}

verbs! {
    /// The row with this primary key, if there is one: `SELECT .. WHERE "person"."id" = $1`.
    ///
    /// ```no_run
    /// # use piton::prelude::*;
    /// # #[derive(Table)] struct Person { #[column(primary_key, auto)] id: i32, name: String }
    /// # #[derive(Table)] struct Seat { #[column(primary_key)] row: String, #[column(primary_key)] number: i32 }
    /// # async fn example(db: &mut Connection) -> Result<(), piton::Error> {
    /// let alice: Option<Person> = db.get::<Person>(1).await?;
    /// let seat = db.get::<Seat>(("a", 7)).await?;
    /// # Ok(()) }
    /// ```
    fn get<T>(db, key: impl KeyOf<T>) -> Run<First<T>>
    where
        (T: Keyed)
    {
        get_one(db, key)
    }

    /// The rows with these primary keys, in the order of the keys, and `None` where there is no such row. It is one
    /// statement with one array for each column of the key; no keys: nothing is sent.
    ///
    /// ```no_run
    /// # use piton::prelude::*;
    /// # #[derive(Table)] struct Person { #[column(primary_key, auto)] id: i32, name: String }
    /// # async fn example(db: &mut Connection) -> Result<(), piton::Error> {
    /// let people: Vec<Option<Person>> = db.get_many::<Person>([3, 1, 3]).await?;
    /// # Ok(()) }
    /// ```
    fn get_many<T>(db, keys: impl IntoIterator<Item: KeyOf<T>>) -> GettingMany<T>
    where
        (T: Keyed)
    {
        get_many(db, keys)
    }
}
