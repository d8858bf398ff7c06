//! `INSERT .. SELECT`

use std::marker::PhantomData;

use frunk_core::hlist::{HCons, HNil};

use super::insert::Insert;
use super::on_conflict::NoConflict;
use super::rows::{AllIn, NewRow, Slot};
use super::{ColumnList, FlatItems, Query, ReturnsRows};
use crate::error::ValueError;
use crate::expr::{ChangesNothing, Item, NeverNull, NotGrouped};
use crate::sql::{Piece, Statement};
use crate::table::{ColumnType, Correlated, DatabaseTable, Field, NotNull, Nullness, Table};
use crate::value::{Encoder, Value};

/// Rows of the table `T` that come from a query.
#[derive(Debug)]
pub struct FromQuery<T>(PhantomData<fn() -> T>);

// There is no value of it: an `INSERT` of these has a query in place of rows.
impl<T: Table> NewRow for FromQuery<T> {
    type Table = T;
    type Needs = ();

    fn slot(&self, _: usize) -> Slot<'_> {
        Slot::Omitted
    }

    fn put(&self, _: usize, _: &mut Encoder) -> Result<(), ValueError> {
        Ok(())
    }
}

/// `INSERT INTO table (columns) SELECT ..`: rows that a query returns. The query selects as many items as there are
/// columns, of the same types and in the same order; where a column is NOT NULL the item cannot be NULL. The columns that
/// have no default in the database are among those that are filled, also a `version`, an `auto_now` and one with a
/// `default_with`: the program sees no row that it could compute them for.
///
/// ```
/// # use piton::prelude::*;
/// # #[derive(Table)] struct Person { #[column(primary_key, auto)] id: i32, name: String, age: Option<i32> }
/// # #[derive(Table)] struct Guest { #[column(primary_key)] id: i32, name: String, age: i32 }
/// let query = insert_from((Person::name, Person::age), select((Guest::name, Guest::age)).filter(Guest::age.gt(17)));
/// assert_eq!(
///     query.to_sql(),
///     r#"INSERT INTO "person" ("name", "age") SELECT "guest"."name", "guest"."age" FROM "guest" WHERE "guest"."age" > $1"#,
/// );
/// ```
///
/// Rows can be moved from one table to another in one statement:
///
/// ```
/// # use piton::prelude::*;
/// # #[derive(Table)] struct Task { #[column(primary_key)] id: i32, title: String, done: bool }
/// # #[derive(Table)] struct Archive { #[column(primary_key)] id: i32, title: String }
/// #[derive(Cte)]
/// struct Moved {
///     id: i32,
///     title: String,
/// }
///
/// let moved = Moved.of(delete(Task).filter(Task::done).returning((Task::id, Task::title)));
/// let query = with(moved, insert_from((Archive::id, Archive::title), select(Moved)));
/// assert_eq!(
///     query.to_sql(),
///     r#"WITH "moved"("id", "title") AS (DELETE FROM "task" WHERE "task"."done" RETURNING "task"."id", "task"."title") INSERT INTO "archive" ("id", "title") SELECT "moved"."id", "moved"."title" FROM "moved""#,
/// );
/// ```
pub fn insert_from<
    Q: InsertSource<C, State = G>,
    L: ColumnList<Table = T, Columns = C>,
    T: DatabaseTable<Required: AllIn<C>>,
    C,
    G,
>(
    _: L,
    query: Q,
) -> Insert<FromQuery<T>, NoConflict, G> {
    let mut numbers = Vec::new();
    L::numbers(&mut numbers);
    let query = query.into_statement();
    Insert::of_query(numbers, &query)
}

/// `INTO table (columns) query`
pub(super) fn write<T: Table>(columns: &[usize], query: &Statement, out: &mut Statement) {
    out.push(Piece::Table(T::REF));
    let defs = columns.iter().filter_map(|number| T::DEFINITION.columns.get(*number));
    for (at, def) in defs.enumerate() {
        out.text(if at == 0 { " (" } else { ", " });
        out.push(Piece::Name(def.name));
    }
    out.text(") ");
    out.nest(query);
}

/// A query whose rows can fill the columns of the list `C`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a query",
    label = "not a query",
    note = "give a query such as `select(..)`"
)]
pub trait InsertSource<C> {
    /// The state of an `INSERT` of its rows.
    type State;

    /// The query.
    fn into_statement(self) -> Statement;
}

impl<C, Q: Query<Items: Fills<C>, Uses: ChangesNothing>> InsertSource<C> for Q {
    type State = Correlated<Q::Uses, NotGrouped>;

    fn into_statement(self) -> Statement {
        ReturnsRows::into_statement(self)
    }
}

/// Rows that can fill the columns of the list `C`.
#[diagnostic::on_unimplemented(
    message = "the query does not return as many items as there are columns to fill",
    label = "another number of items",
    note = "select one item for each column, in the same order"
)]
pub trait Fills<C> {}

impl<C, I: FlatItems<Flat<HNil>: FillsEach<C>>> Fills<C> for I {}

/// Items one by one, each of which can fill its column of the list `C`.
#[diagnostic::on_unimplemented(
    message = "the query does not return as many items as there are columns to fill",
    label = "another number of items",
    note = "select one item for each column, in the same order"
)]
pub trait FillsEach<C> {}

#[diagnostic::do_not_recommend]
impl FillsEach<HNil> for HNil {}

impl<I: FillsColumn<C>, Is: FillsEach<Cs>, C, Cs> FillsEach<HCons<C, Cs>> for HCons<I, Is> {}

/// What can fill the column `C`.
pub trait FillsColumn<C> {}

impl<R, N: Nullness, C: Field> FillsColumn<C> for Item<R, N>
where
    R: OfColumn<C, <C::Type as ColumnType>::Base>,
    <<C::Type as ColumnType>::Null as Nullness>::If<NotNull, N>: NeverNull<C>,
{
}

/// A value that a column `C` of the type `T` can hold.
#[diagnostic::on_unimplemented(
    message = "column `{C}` is a `{T}` and cannot be filled with `{Self}`",
    label = "`{Self}` where `{C}` is a `{T}`",
    note = "select items of the columns' types, in the same order"
)]
pub trait OfColumn<C, T> {}

#[diagnostic::do_not_recommend]
impl<R: Value<Class = K>, C, T: Value<Class = K>, K> OfColumn<C, T> for R {}
