//! `db.get(key)` and `db.get_many(keys)`

use super::key::{KeyOf, keys, put_condition, put_key};
use super::update::statement::alias;
use super::verbs;
use crate::connection::{Executor, First, Run, RunAll};
use crate::query::rows::{Group, RowSet, numbered};
use crate::query::{Gather, Returned};
use crate::sql::{Clause, Piece, Statement};
use crate::table::{Keyed, Source, Table};
use crate::value::Row;

/// `SELECT` all columns of the rows with these keys: of one the row, of many in their order, and NULLs where there is none.
pub(super) fn select_keys<T: Table>(keys: RowSet) -> Vec<Statement> {
    match keys.len() {
        1 => keys.groups().iter().map(select_one::<T>).collect(),
        _ => keys.into_groups().into_iter().map(select_many::<T>).collect(),
    }
}

fn select_one<T: Table>(key: &Group) -> Statement {
    let mut statement = start::<T>();
    statement.part(Clause::From, |out| out.push(Piece::Table(<T as Source>::REF)));
    statement.part(Clause::Where, |out| put_key::<T>(key, out));
    statement
}

fn select_many<T: Table>(mut keys: Group) -> Statement {
    let alias = alias::<T>();
    let mut statement = start::<T>();
    statement.part(Clause::From, |out| {
        out.text("(");
        keys.put_values(true, out);
        out.text(") AS ");
        out.text(alias.name);
    });
    statement.part(Clause::Join, |out| {
        out.text(" LEFT JOIN ");
        out.push(Piece::Table(<T as Source>::REF));
        out.text(" ON ");
        put_condition::<T>(|_, column, out| numbered(out, alias.column, column), out);
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
    let keys = keys::<T, _>([key]);
    let statement = keys.groups().first().map(select_one::<T>).unwrap_or_default();
    Run::new(db, statement, <T as Row>::describe, First::default())
}

/// Rows in the order of their keys, as a future. Made by `db.get_many(keys)`.
pub type GettingMany<X, T> = RunAll<X, Gather<Option<T>, Vec<Option<T>>>>;

fn get_many<X: Executor, T: Keyed>(db: X, wanted: impl IntoIterator<Item: KeyOf<T>>) -> GettingMany<X, T> {
    let keys = keys::<T, _>(wanted);
    let select = |group: Group| {
        let rows = group.rows.iter().collect();
        (select_many::<T>(group), rows)
    };
    let statements = keys.into_groups().into_iter().map(select).collect();
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
