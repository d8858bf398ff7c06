//! `FOR UPDATE` and its like

use std::marker::PhantomData;

use frunk_core::hlist::{HCons, HNil};

use super::Select;
use crate::expr::{DistinctOn, DistinctRows, GroupState, GroupedBy, Locked, LocksGroups, NotGrouped};
use crate::sql::{Clause, Piece, Statement};
use crate::table::{Correlated, DatabaseTable, Entity, Entry, InScope, NotNull, Source};

/// How rows are locked, and of which tables: all of the query, or `T`.
///
/// ```
/// # use piton::prelude::*;
/// # use piton::query::Lock;
/// # #[derive(Table)] struct Job { #[column(primary_key)] id: i32, done: bool }
/// let next = select(Job).filter(!Job::done).limit(1).lock(Lock::update().of(Job).skip_locked());
/// assert!(next.to_sql().ends_with(r#" LIMIT 1 FOR UPDATE OF "job" SKIP LOCKED"#));
/// ```
///
/// See the page "SELECT" of PostgreSQL's manual, and "Explicit Locking" for what excludes what.
#[derive(Debug)]
#[must_use = "it does nothing until it is given to `lock`"]
pub struct Lock<T = AllTables> {
    strength: &'static str,
    wait: &'static str,
    tables: PhantomData<fn() -> T>,
}

/// All tables of a query.
#[derive(Debug)]
pub enum AllTables {}

impl Lock {
    const fn new(strength: &'static str) -> Self {
        Lock { strength, wait: "", tables: PhantomData }
    }

    /// `FOR UPDATE`: as if the rows were deleted.
    pub const fn update() -> Self {
        Self::new(" FOR UPDATE")
    }

    /// `FOR NO KEY UPDATE`: as if columns were changed that no foreign key refers to.
    pub const fn no_key_update() -> Self {
        Self::new(" FOR NO KEY UPDATE")
    }

    /// `FOR SHARE`: nobody changes the rows.
    pub const fn share() -> Self {
        Self::new(" FOR SHARE")
    }

    /// `FOR KEY SHARE`: nobody deletes the rows or changes their keys.
    pub const fn key_share() -> Self {
        Self::new(" FOR KEY SHARE")
    }

    /// `OF tables`: only rows of these: one table or alias, or a tuple of up to 16.
    pub fn of<T: LockTables<Tables = L>, L>(self, tables: T) -> Lock<L> {
        drop(tables);
        Lock { strength: self.strength, wait: self.wait, tables: PhantomData }
    }
}

impl<T> Lock<T> {
    /// `NOWAIT`: a row that is locked is an error.
    pub const fn nowait(self) -> Self {
        Lock { strength: self.strength, wait: " NOWAIT", tables: PhantomData }
    }

    /// `SKIP LOCKED`: rows that are locked are left out.
    pub const fn skip_locked(self) -> Self {
        Lock { strength: self.strength, wait: " SKIP LOCKED", tables: PhantomData }
    }
}

impl<P, S, G> Select<P, S, G> {
    /// Locks the rows that the query returns until the transaction ends. A second call adds another clause.
    ///
    /// PostgreSQL locks rows of tables: a query with GROUP BY, aggregates, DISTINCT or set operations has none, and does
    /// not compile. Say it after all joins.
    #[allow(clippy::needless_pass_by_value, reason = "a lock is made for one query")]
    pub fn lock<T: LockIn<S>>(mut self, lock: Lock<T>) -> Select<P, S, Locked<G>>
    where
        G: Lockable,
    {
        let Lock { strength, wait, .. } = lock;
        self.statement.part(Clause::Lock, |out| {
            out.text(strength);
            T::write(out);
            if !wait.is_empty() {
                out.text(wait);
            }
        });
        self.typed()
    }

    /// `FOR UPDATE`, see [`lock`](Select::lock).
    pub fn for_update(self) -> Select<P, S, Locked<G>>
    where
        AllTables: LockIn<S>,
        G: Lockable,
    {
        self.lock(Lock::update())
    }

    /// `FOR SHARE`, see [`lock`](Select::lock).
    pub fn for_share(self) -> Select<P, S, Locked<G>>
    where
        AllTables: LockIn<S>,
        G: Lockable,
    {
        self.lock(Lock::share())
    }
}

/// The state of a query whose rows are rows of tables.
pub trait Lockable: GroupState {}

impl Lockable for NotGrouped {}

impl<B, G: Lockable> Lockable for Correlated<B, G> {}

impl<G: Lockable> Lockable for Locked<G> {}

impl<K> Lockable for GroupedBy<K> where HNil: LocksGroups<K> {}

impl<G: GroupState> Lockable for DistinctRows<G> where HNil: LocksDistinct<G> {}

impl<K, G: GroupState> Lockable for DistinctOn<K, G> where HNil: LocksDistinct<G> {}

/// Distinct rows that can be locked. PostgreSQL locks rows of tables only.
#[diagnostic::on_unimplemented(
    message = "rows of a query with DISTINCT cannot be locked",
    label = "FOR UPDATE and its like need single rows",
    note = "lock the rows in a subquery, or leave out `distinct`"
)]
pub trait LocksDistinct<G> {}

/// Tables or aliases: one, or a tuple of up to 16.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a table",
    label = "rows of tables are locked",
    note = "give `of` a table, an alias, or a tuple of these"
)]
pub trait LockTables {
    /// The tables' type: its own. What are none have none, so that locks of them are not reported, too.
    type Tables;

    /// Appends their names, with commas between them.
    fn names(first: &mut bool, out: &mut Statement);
}

impl<T: Source<Table: DatabaseTable>> LockTables for Entity<T> {
    type Tables = Self;

    fn names(first: &mut bool, out: &mut Statement) {
        if !std::mem::take(first) {
            out.text(", ");
        }
        out.push(Piece::Name(T::REF.source));
    }
}

/// Tables whose rows can be locked in a query with the scope `S`.
pub trait LockIn<S> {
    /// Appends `OF` and their names.
    fn write(out: &mut Statement);
}

impl<S: NothingLeftOut> LockIn<S> for AllTables {
    fn write(_: &mut Statement) {}
}

impl<S: InScope<T, Null: Present<T>>, T: Source<Table: DatabaseTable>> LockIn<S> for Entity<T> {
    fn write(out: &mut Statement) {
        out.text(" OF ");
        Self::names(&mut true, out);
    }
}

macro_rules! tuples {
    ($($name:ident)+) => {
        impl<$($name: LockTables),+> LockTables for ($($name,)+) {
            type Tables = Self;

            fn names(first: &mut bool, out: &mut Statement) {
                $($name::names(first, out);)+
            }
        }

        impl<Tables, $($name: LockTables + LockIn<Tables>),+> LockIn<Tables> for ($($name,)+) {
            fn write(out: &mut Statement) {
                out.text(" OF ");
                Self::names(&mut true, out);
            }
        }
    };
}

crate::for_each_tuple!(tuples);

/// A scope of which no outer join leaves out a table.
pub trait NothingLeftOut {}

impl NothingLeftOut for HNil {}

impl<E: Entry<Null: Present<E::Source>>, Tail: NothingLeftOut> NothingLeftOut for HCons<E, Tail> {}

/// Whether the table `T` has a row in every row of the result.
#[diagnostic::on_unimplemented(
    message = "rows of `{T}` cannot be locked: an outer join can leave them out",
    label = "not every row has a row of `{T}`",
    note = "say which tables are locked: `.lock(Lock::update().of(..))`"
)]
pub trait Present<T> {}

#[diagnostic::do_not_recommend]
impl<T> Present<T> for NotNull {}
