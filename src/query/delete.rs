//! `DELETE`

use std::fmt;
use std::marker::PhantomData;

use frunk_core::hlist::HNil;

use super::FromItem;
use super::returning::{Affected, Returned, RowList, returning};
use super::update::{ChoosesRows, NoRows, SomeRows, also_read, join};
use crate::connection::{Executor, IntoExecutor, RunAll};
use crate::expr::{
    Condition, NotGrouped, Project, Reads, RowCondition, Selectable, SelfContained, precedence,
};
use crate::sql::{Clause, Piece, Statement};
use crate::table::{Entity, Joinable, MaybeWith, Source, Table, With, Writable};
use crate::value::Row;

/// `DELETE` from the table `T`: `S` are the tables that it reads besides, `F` says whether rows are chosen, and
/// `G` what it reads of CTEs.
#[must_use = "nothing is deleted before a verb such as `execute` runs it"]
pub struct Delete<T, S = HNil, F = NoRows, G = NotGrouped> {
    statement: Statement,
    types: PhantomData<fn(T, S, F, G)>,
}

/// `DELETE FROM table`: deletes the rows that a filter chooses.
///
/// It compiles only with a [`filter`](Delete::filter) or [`every_row`](Delete::every_row).
///
/// ```
/// # use piton::prelude::*;
/// # #[derive(Table)] struct Person { #[column(primary_key)] id: i32, age: i32 }
/// let query = delete(Person).filter(Person::age.lt(18));
/// assert_eq!(query.to_sql(), r#"DELETE FROM "person" WHERE "person"."age" < $1"#);
/// ```
pub fn delete<S: Source<Table = T> + Writable, T: Table>(_: Entity<S>) -> Delete<T> {
    let mut statement = Statement::new();
    statement.part(Clause::Delete, |out| out.push(Piece::Table(T::REF)));
    Delete { statement, types: PhantomData }
}

impl<T: Table, S, F, G> Delete<T, S, F, G> {
    fn typed<S2, F2, G2>(self) -> Delete<T, S2, F2, G2> {
        Delete { statement: self.statement, types: PhantomData }
    }

    /// `USING table`: also reads another table, a CTE or a query with a name, whose rows are tied to those that are deleted by
    /// [`filter`](Delete::filter).
    ///
    /// ```
    /// # use piton::prelude::*;
    /// # #[derive(Table)] struct Person { #[column(primary_key)] id: i32, city_id: i32 }
    /// # #[derive(Table)] struct City { #[column(primary_key)] id: i32, name: String }
    /// let query = delete(Person).using(City).filter(Person::city_id.eq(City::id) & City::name.eq("Ur"));
    /// assert_eq!(
    ///     query.to_sql(),
    ///     r#"DELETE FROM "person" USING "city" WHERE "person"."city_id" = "city"."id" AND "city"."name" = $1"#,
    /// );
    /// ```
    pub fn using<I: FromItem<With<T, S>, S, Source = U, In<G> = H>, U, H>(
        mut self,
        table: I,
    ) -> Delete<T, With<U, S>, F, H> {
        also_read(Clause::Using, &mut self.statement, |out| table.write(out));
        self.typed()
    }

    /// `JOIN table ON on`: joins a table to those of [`using`](Delete::using). The table whose rows are deleted cannot
    /// stand in `on`: tie it to the others by [`filter`](Delete::filter).
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
    ) -> Delete<T, With<U, S>, F, H>
    where
        S: Joinable,
    {
        join(" JOIN ", &mut self.statement, |out| table.write(out), |out| on.write(0, out));
        self.typed()
    }

    /// `LEFT JOIN table ON on`, as [`join`](Delete::join): also where none of `table` belongs to the others.
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
    ) -> Delete<T, MaybeWith<U, S>, F, H>
    where
        S: Joinable,
    {
        join(" LEFT JOIN ", &mut self.statement, |out| table.write(out), |out| on.write(0, out));
        self.typed()
    }

    /// `WHERE condition`: the rows that are deleted. Several filters are joined by `AND`.
    pub fn filter<E: Condition<With<T, S>, In<G> = H> + RowCondition, H>(
        mut self,
        condition: E,
    ) -> Delete<T, S, SomeRows, H> {
        self.statement.part(Clause::Where, |out| condition.write(precedence::AND, out));
        self.typed()
    }

    /// Every row of the table is deleted.
    pub fn every_row(self) -> Delete<T, S, SomeRows, G> {
        self.typed()
    }

    /// `RETURNING projection`: what the rows were, and what the other tables' rows are.
    pub fn returning<P, L, R, I, B>(mut self, projection: P) -> Returned<R, I, B::In<G>>
    where
        P: Selectable<List = L, Bare = B> + RowList,
        L: Project<With<T, S>, Row = R, Items = I>,
        R: Row,
        B: Reads,
        F: ChoosesRows,
    {
        self.statement.extend(&returning(projection));
        Returned::of(self.statement, L::describe)
    }

    /// Deletes the rows, and returns how many they were.
    pub fn execute<D: IntoExecutor<Executor = X>, X: Executor>(self, db: D) -> RunAll<X, Affected>
    where
        F: ChoosesRows,
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

impl<T, S, F, G> Delete<T, S, F, G> {
    /// The same with a WITH around it, which `attach` adds.
    pub(super) fn with<H>(self, attach: impl FnOnce(Statement) -> Statement) -> Delete<T, S, F, H> {
        Delete { statement: attach(self.statement), types: PhantomData }
    }
}

impl<T, S, F, G> Clone for Delete<T, S, F, G> {
    fn clone(&self) -> Self {
        Delete { statement: self.statement.clone(), types: PhantomData }
    }
}

impl<T, S, F, G> fmt::Debug for Delete<T, S, F, G> {
    /// The SQL text; parameters are not shown.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Delete").field(&self.statement.to_sql()).finish()
    }
}
