//! `UPDATE`

use std::fmt;
use std::marker::PhantomData;

use frunk_core::hlist::HNil;

use super::FromItem;
use super::returning::{Affected, Returned, RowList, returning};
use super::set::{self, Assignments};
use crate::connection::{Executor, IntoExecutor, RunAll};
use crate::expr::{
    Assign, Assigned, Condition, NotGrouped, Project, Reads, RowCondition, RowValue, Selectable,
    SelfContained, precedence,
};
use crate::sql::{Clause, Piece, Statement};
use crate::table::{Column, Entity, Field, Joinable, MaybeWith, Source, Table, With, Writable};
use crate::value::Row;

/// A statement that does not say yet which rows it is about.
#[derive(Debug)]
pub enum NoRows {}

/// A statement that says which rows it is about.
#[derive(Debug)]
pub enum SomeRows {}

/// An `UPDATE` that sets nothing yet.
#[derive(Debug)]
pub enum NothingSet {}

/// An `UPDATE` that sets columns.
#[derive(Debug)]
pub enum ColumnsSet {}

/// Whether a statement says which rows it changes.
#[diagnostic::on_unimplemented(
    message = "this statement does not say which rows it changes",
    label = "no filter",
    note = "add `.filter(..)`, or `.every_row()` if all rows are meant"
)]
pub trait ChoosesRows {}

#[diagnostic::do_not_recommend]
impl ChoosesRows for SomeRows {}

/// Whether an `UPDATE` sets columns.
#[diagnostic::on_unimplemented(
    message = "this `UPDATE` sets no column",
    label = "nothing is set",
    note = "add `.set(Person::age, 30)`"
)]
pub trait SetsColumns {}

#[diagnostic::do_not_recommend]
impl SetsColumns for ColumnsSet {}

type Types<T, S, F, C, G> = PhantomData<fn(T, S, F, C, G)>;

/// `UPDATE` of the table `T`: `S` are the tables that it reads besides, `F` and `C` say whether rows are chosen and
/// columns set, and `G` what it reads of CTEs.
#[must_use = "nothing is updated before a verb such as `execute` runs it"]
pub struct Update<T, S = HNil, F = NoRows, C = NothingSet, G = NotGrouped> {
    statement: Statement,
    types: Types<T, S, F, C, G>,
}

/// `UPDATE table`: sets columns of the rows that a filter chooses.
///
/// It compiles only with a [`set`](Update::set), and with a [`filter`](Update::filter) or
/// [`every_row`](Update::every_row).
///
/// ```
/// # use piton::prelude::*;
/// # #[derive(Table)] struct Person { #[column(primary_key)] id: i32, age: i32 }
/// let query = update(Person).set(Person::age, Person::age + 1).filter(Person::id.in_([1, 2]));
/// assert_eq!(
///     query.to_sql(),
///     r#"UPDATE "person" SET "age" = "person"."age" + $1 WHERE "person"."id" = ANY($2)"#,
/// );
/// ```
pub fn update<S: Source<Table = T> + Writable, T: Table>(_: Entity<S>) -> Update<T> {
    let mut statement = Statement::new();
    statement.part(Clause::Update, |out| out.push(Piece::Table(T::REF)));
    Update { statement, types: PhantomData }
}

impl<T: Table, S, F, C, G> Update<T, S, F, C, G> {
    fn typed<S2, F2, C2, G2>(self) -> Update<T, S2, F2, C2, G2> {
        Update { statement: self.statement, types: PhantomData }
    }

    /// `SET column = value`: a value, or an expression over the columns as they were. Several are set one after the
    /// other.
    pub fn set<D, V, E, H>(mut self, _: Column<T, D>, value: V) -> Update<T, S, F, ColumnsSet, H>
    where
        D: Field<Table = T>,
        V: Assign<D, D::Type, Expr = E>,
        E: Assigned<D, With<T, S>, In<G> = H> + RowValue,
    {
        set::write(Clause::Set, &value.into_assigned(), PhantomData::<D>, &mut self.statement);
        self.typed()
    }

    /// As [`set`](Update::set), of assignments: `Person::age.set(30)`, or a tuple of these.
    pub fn set_all<A: Assignments<T, With<T, S>, In<G> = H>, H>(
        mut self,
        assignments: A,
    ) -> Update<T, S, F, ColumnsSet, H> {
        assignments.write(Clause::Set, &mut self.statement);
        self.typed()
    }

    /// `FROM table`: also reads another table, a CTE or a query with a name, whose rows are tied to those that are updated by
    /// [`filter`](Update::filter). A row to which several belong is updated by one of them.
    ///
    /// ```
    /// # use piton::prelude::*;
    /// # #[derive(Table)] struct Person { #[column(primary_key)] id: i32, city_id: i32, zip: String }
    /// # #[derive(Table)] struct City { #[column(primary_key)] id: i32, zip: String }
    /// let query = update(Person).from(City).set(Person::zip, City::zip).filter(Person::city_id.eq(City::id));
    /// assert_eq!(
    ///     query.to_sql(),
    ///     r#"UPDATE "person" SET "zip" = "city"."zip" FROM "city" WHERE "person"."city_id" = "city"."id""#,
    /// );
    /// ```
    pub fn from<I: FromItem<With<T, S>, S, Source = U, In<G> = H>, U, H>(
        mut self,
        table: I,
    ) -> Update<T, With<U, S>, F, C, H> {
        also_read(Clause::From, &mut self.statement, |out| table.write(out));
        self.typed()
    }

    /// `JOIN table ON on`: joins a table to those of [`from`](Update::from). The table that is updated cannot stand in
    /// `on`: tie it to the others by [`filter`](Update::filter).
    pub fn join<
        I: FromItem<With<T, S>, S, Source = U, In<G> = K>,
        U,
        E: Condition<With<U, S>, In<K> = H> + RowCondition,
        H,
        K,
    >(
        mut self,
        table: I,
        on: E,
    ) -> Update<T, With<U, S>, F, C, H>
    where
        S: Joinable,
    {
        join(" JOIN ", &mut self.statement, |out| table.write(out), |out| on.write(0, out));
        self.typed()
    }

    /// `LEFT JOIN table ON on`, as [`join`](Update::join): also where none of `table` belongs to the others.
    pub fn left_join<
        I: FromItem<With<T, S>, S, Source = U, In<G> = K>,
        U,
        E: Condition<With<U, S>, In<K> = H> + RowCondition,
        H,
        K,
    >(
        mut self,
        table: I,
        on: E,
    ) -> Update<T, MaybeWith<U, S>, F, C, H>
    where
        S: Joinable,
    {
        join(" LEFT JOIN ", &mut self.statement, |out| table.write(out), |out| on.write(0, out));
        self.typed()
    }

    /// `WHERE condition`: the rows that are updated. Several filters are joined by `AND`.
    pub fn filter<E: Condition<With<T, S>, In<G> = H> + RowCondition, H>(
        mut self,
        condition: E,
    ) -> Update<T, S, SomeRows, C, H> {
        self.statement.part(Clause::Where, |out| condition.write(precedence::AND, out));
        self.typed()
    }

    /// Every row of the table is updated.
    pub fn every_row(self) -> Update<T, S, SomeRows, C, G> {
        self.typed()
    }

    /// `RETURNING projection`: what the rows are now, and what the other tables' rows are.
    pub fn returning<P, L, R, I, B>(mut self, projection: P) -> Returned<R, I, B::In<G>>
    where
        P: Selectable<List = L, Bare = B> + RowList,
        L: Project<With<T, S>, Row = R, Items = I>,
        R: Row,
        B: Reads,
        F: ChoosesRows,
        C: SetsColumns,
    {
        self.statement.extend(&returning(projection));
        Returned::of(self.statement, L::describe)
    }

    /// Updates the rows, and returns how many they were.
    pub fn execute<D: IntoExecutor<Executor = X>, X: Executor>(self, db: D) -> RunAll<X, Affected>
    where
        F: ChoosesRows,
        C: SetsColumns,
        G: SelfContained,
    {
        RunAll::new(db.into_executor(), Affected::new(vec![self.statement]))
    }

    /// The SQL text, with `$1`, `$2`, .. in the place of parameters.
    #[must_use]
    pub fn to_sql(&self) -> String {
        self.statement.to_sql()
    }
}

impl<T, S, F, C, G> Update<T, S, F, C, G> {
    /// The same with a WITH around it, which `attach` adds.
    pub(super) fn with<H>(self, attach: impl FnOnce(Statement) -> Statement) -> Update<T, S, F, C, H> {
        Update { statement: attach(self.statement), types: PhantomData }
    }
}

impl<T, S, F, C, G> Clone for Update<T, S, F, C, G> {
    fn clone(&self) -> Self {
        Update { statement: self.statement.clone(), types: PhantomData }
    }
}

impl<T, S, F, C, G> fmt::Debug for Update<T, S, F, C, G> {
    /// The SQL text; parameters are not shown.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Update").field(&self.statement.to_sql()).finish()
    }
}

/// `FROM` or `USING` one more table.
pub(super) fn also_read(clause: Clause, out: &mut Statement, table: impl FnOnce(&mut Statement)) {
    if !out.has(clause) {
        out.part(clause, table);
        return;
    }
    // A comma would hide the tables before it from the joins after it.
    out.part(Clause::Join, |out| {
        out.text(" CROSS JOIN ");
        table(out);
    });
}

/// A join to the tables of `FROM` or `USING`.
pub(super) fn join(
    keyword: &'static str,
    out: &mut Statement,
    table: impl FnOnce(&mut Statement),
    on: impl FnOnce(&mut Statement),
) {
    out.part(Clause::Join, |out| {
        out.text(keyword);
        table(out);
        out.text(" ON ");
        on(out);
    });
}
