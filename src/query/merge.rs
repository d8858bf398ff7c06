//! `MERGE`

use std::fmt;
use std::marker::PhantomData;

use frunk_core::hlist::HNil;

use super::returning::{Affected, Returned, RowList, returning};
use super::{Branch, FromItem, Matched, NotMatched, NotMatchedBySource};
use crate::connection::{Executor, IntoExecutor, RunAll};
use crate::expr::{Condition, NotGrouped, Project, Reads, RowCondition, Selectable, SelfContained};
use crate::sql::{Clause, Piece, Statement};
use crate::table::{Entity, MaybeWith, Source, Table, With, Writable};
use crate::value::Row;

/// A `MERGE` without a branch.
#[derive(Debug)]
pub enum NoBranch {}

/// A `MERGE` with branches.
#[derive(Debug)]
pub enum Branched {}

/// Whether a `MERGE` says what it does.
#[diagnostic::on_unimplemented(
    message = "this `MERGE` does nothing with any row",
    label = "no branch",
    note = "add a branch such as `.when_matched().delete()`"
)]
pub trait HasBranch {}

#[diagnostic::do_not_recommend]
impl HasBranch for Branched {}

/// `MERGE INTO` the table `T`, made by [`merge`].
#[must_use = "say what to merge: `.using(..)`"]
pub struct MergeInto<T>(PhantomData<fn() -> T>);

/// `MERGE` of rows of `U` into the table `T`; `B` says whether it has branches, and `G` what it reads of
/// CTEs.
#[must_use = "nothing is changed before a verb such as `execute` runs it"]
pub struct Merge<T, U, B = NoBranch, G = NotGrouped> {
    statement: Statement,
    types: PhantomData<fn(T, U, B, G)>,
}

/// `MERGE INTO table`: changes the rows of a table by comparing them with those of another one. PostgreSQL has it since
/// version 15; see the page "MERGE" of its manual.
///
/// WITH can stand before it, but not `WITH RECURSIVE`: the server refuses that.
///
/// For each row the first branch that applies is taken, in the order in which they are added.
///
/// ```
/// # use piton::prelude::*;
/// # #[derive(Table)] struct Stock { #[column(primary_key)] item: i32, count: i32 }
/// # #[derive(Table)] struct Delivery { #[column(primary_key)] item: i32, count: i32 }
/// let query = merge(Stock)
///     .using(Delivery, Stock::item.eq(Delivery::item))
///     .when_matched()
///     .update(Stock::count.set(Stock::count + Delivery::count))
///     .when_not_matched()
///     .filter(Delivery::count.gt(0))
///     .insert((Stock::item.set(Delivery::item), Stock::count.set(Delivery::count)));
/// assert_eq!(
///     query.to_sql(),
///     r#"MERGE INTO "stock" USING "delivery" ON "stock"."item" = "delivery"."item" WHEN MATCHED THEN UPDATE SET "count" = "stock"."count" + "delivery"."count" WHEN NOT MATCHED AND "delivery"."count" > $1 THEN INSERT ("item", "count") VALUES ("delivery"."item", "delivery"."count")"#,
/// );
/// ```
pub fn merge<S: Source<Table = T> + Writable, T: Table>(_: Entity<S>) -> MergeInto<T> {
    MergeInto(PhantomData)
}

impl<T: Table> MergeInto<T> {
    /// `USING table ON on`: the rows that are compared with those of the table, and how they belong together. They are
    /// those of a table, a CTE or a query with a name.
    pub fn using<I, U, E, H, K>(self, table: I, on: E) -> Merge<T, U, NoBranch, H>
    where
        I: FromItem<With<T, HNil>, HNil, Source = U, In<NotGrouped> = K>,
        E: Condition<With<U, With<T, HNil>>, In<K> = H> + RowCondition,
    {
        let mut statement = Statement::new();
        statement.part(Clause::Merge, |out| {
            out.push(Piece::Table(T::REF));
            out.text(" USING ");
            table.write(out);
            out.text(" ON ");
            on.write(0, out);
        });
        Merge { statement, types: PhantomData }
    }
}

impl<T: Table, U, B, G> Merge<T, U, B, G> {
    fn branch<K>(mut self, words: &'static str) -> Branch<T, U, K, G> {
        self.statement.part(Clause::Merge, |out| out.text(words));
        Branch::of(self.statement)
    }

    /// `WHEN MATCHED`: for rows of the table to which a row of the other one belongs.
    pub fn when_matched(self) -> Branch<T, U, Matched, G> {
        self.branch(" WHEN MATCHED")
    }

    /// `WHEN NOT MATCHED`: for rows of the other table that belong to none of the table.
    pub fn when_not_matched(self) -> Branch<T, U, NotMatched, G> {
        self.branch(" WHEN NOT MATCHED")
    }

    /// `WHEN NOT MATCHED BY SOURCE`: for rows of the table to which none of the other one belongs. PostgreSQL has it since
    /// version 17.
    pub fn when_not_matched_by_source(self) -> Branch<T, U, NotMatchedBySource, G> {
        self.branch(" WHEN NOT MATCHED BY SOURCE")
    }

    /// Changes the rows, and returns how many were inserted, updated or deleted.
    pub fn execute<D: IntoExecutor<Executor = X>, X: Executor>(self, db: D) -> RunAll<X, Affected>
    where
        B: HasBranch,
        G: SelfContained,
    {
        RunAll::new(db.into_executor(), Affected::new(vec![self.statement]))
    }

    /// `RETURNING projection`, of the rows of both tables. PostgreSQL has it since version 17.
    ///
    /// A row of the table is as it is after an insert or update, and as it was before a delete; one of the other table is
    /// `None` where a branch [`when_not_matched_by_source`](Merge::when_not_matched_by_source) was taken.
    pub fn returning<P, L, R, I, X>(mut self, projection: P) -> Returned<R, I, X::In<G>>
    where
        P: Selectable<List = L, Bare = X> + RowList,
        L: Project<MaybeWith<U, With<T, HNil>>, Row = R, Items = I>,
        R: Row,
        X: Reads,
        B: HasBranch,
    {
        self.statement.extend(&returning(projection));
        Returned::of(self.statement, L::describe)
    }

    /// The SQL text, with `$1`, `$2`, .. in the place of parameters.
    #[must_use]
    pub fn to_sql(&self) -> String {
        self.statement.to_sql()
    }
}

impl<T, U, B, G> Merge<T, U, B, G> {
    pub(super) fn of(statement: Statement) -> Self {
        Merge { statement, types: PhantomData }
    }

    /// The same with a WITH around it, which `attach` adds.
    pub(super) fn with<H>(self, attach: impl FnOnce(Statement) -> Statement) -> Merge<T, U, B, H> {
        Merge { statement: attach(self.statement), types: PhantomData }
    }
}

impl<T, U, B, G> Clone for Merge<T, U, B, G> {
    fn clone(&self) -> Self {
        Merge { statement: self.statement.clone(), types: PhantomData }
    }
}

impl<T, U, B, G> fmt::Debug for Merge<T, U, B, G> {
    /// The SQL text; parameters are not shown.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Merge").field(&self.statement.to_sql()).finish()
    }
}

impl<T: Table> fmt::Debug for MergeInto<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("MergeInto").field(&T::REF.table).finish()
    }
}
