//! The branches of `MERGE`.

use std::fmt;
use std::marker::PhantomData;

use frunk_core::hlist::HNil;

use super::merge::{Branched, Merge};
use super::rows::AllIn;
use super::set::Assignments;
use crate::expr::{Condition, NotGrouped, RowCondition, precedence};
use crate::sql::{Clause, Statement};
use crate::table::{Table, With};

/// A branch for rows of the table to which a row of the other one belongs.
#[derive(Debug)]
pub enum Matched {}

/// A branch for rows of the other table that belong to none of the table.
#[derive(Debug)]
pub enum NotMatched {}

/// A branch for rows of the table to which none of the other one belongs.
#[derive(Debug)]
pub enum NotMatchedBySource {}

/// What the expressions of a branch can read.
pub trait BranchKind<T, U> {
    /// The tables.
    type Scope;
}

impl<T, U> BranchKind<T, U> for Matched {
    type Scope = With<U, With<T, HNil>>;
}

impl<T, U> BranchKind<T, U> for NotMatched {
    type Scope = With<U, HNil>;
}

impl<T, U> BranchKind<T, U> for NotMatchedBySource {
    type Scope = With<T, HNil>;
}

/// A branch that can update and delete rows of the table.
#[diagnostic::on_unimplemented(
    message = "where no row of the table matches there is none to change",
    label = "no row to change",
    note = "`when_not_matched` inserts rows, with `.insert(..)`"
)]
pub trait ChangesRow {}

#[diagnostic::do_not_recommend]
impl ChangesRow for Matched {}

#[diagnostic::do_not_recommend]
impl ChangesRow for NotMatchedBySource {}

/// A branch that can insert rows.
#[diagnostic::on_unimplemented(
    message = "where a row of the table is there already none can be inserted",
    label = "inserts no row",
    note = "`when_not_matched` inserts rows; other branches update or delete them"
)]
pub trait InsertsRow {}

#[diagnostic::do_not_recommend]
impl InsertsRow for NotMatched {}

/// A branch of a `MERGE` that does not say yet what is done.
#[must_use = "say what is done: `update`, `delete`, `insert` or `do_nothing`"]
pub struct Branch<T, U, K, G = NotGrouped> {
    merge: Statement,
    condition: Statement,
    types: PhantomData<fn(T, U, K, G)>,
}

impl<T, U, K, G> Branch<T, U, K, G> {
    /// A branch of what there is of the statement, which ends with the branch's first words.
    pub(super) fn of(merge: Statement) -> Self {
        Branch { merge, condition: Statement::new(), types: PhantomData }
    }
}

impl<T: Table, U, K: BranchKind<T, U>, G> Branch<T, U, K, G> {
    /// `AND condition`: the branch is taken only where it is true. Several are joined by `AND`.
    pub fn filter<E: Condition<K::Scope, In<G> = H> + RowCondition, H>(
        mut self,
        condition: E,
    ) -> Branch<T, U, K, H> {
        let joined = !self.condition.is_empty();
        self.condition.part(Clause::Raw, |out| {
            out.text(if joined { " AND " } else { "" });
            condition.write(precedence::AND, out);
        });
        Branch { merge: self.merge, condition: self.condition, types: PhantomData }
    }

    fn then<H>(mut self, action: impl FnOnce(&mut Statement)) -> Merge<T, U, Branched, H> {
        let condition = &self.condition;
        self.merge.part(Clause::Merge, |out| {
            if !condition.is_empty() {
                out.text(" AND ");
                out.nest(condition);
            }
            out.text(" THEN ");
            action(out);
        });
        Merge::of(self.merge)
    }

    /// `UPDATE SET`
    pub fn update<A: Assignments<T, K::Scope, In<G> = H>, H>(self, assignments: A) -> Merge<T, U, Branched, H>
    where
        K: ChangesRow,
    {
        let mut set = Statement::new();
        assignments.write(Clause::Set, &mut set);
        self.then(|out| {
            out.text("UPDATE");
            out.nest(&set);
        })
    }

    /// `DELETE`
    pub fn delete(self) -> Merge<T, U, Branched, G>
    where
        K: ChangesRow,
    {
        self.then(|out| out.text("DELETE"))
    }

    /// `INSERT`: a new row with these columns, among which are all that have no default in the
    /// database, see [`insert_from`](super::insert_from()).
    pub fn insert<A: Assignments<T, K::Scope, Columns = C, In<G> = H>, C, H>(
        self,
        assignments: A,
    ) -> Merge<T, U, Branched, H>
    where
        K: InsertsRow,
        T: Table<Required: AllIn<C>>,
    {
        let (mut columns, mut values) = (Statement::new(), Statement::new());
        assignments.split(&mut columns, &mut values);
        self.then(|out| {
            out.text("INSERT (");
            out.nest(&columns);
            out.text(") VALUES (");
            out.nest(&values);
            out.text(")");
        })
    }

    /// `DO NOTHING`: leaves the row alone, also for the branches after this one.
    pub fn do_nothing(self) -> Merge<T, U, Branched, G> {
        self.then(|out| out.text("DO NOTHING"))
    }
}

impl<T, U, K, G> fmt::Debug for Branch<T, U, K, G> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Branch").field(&self.merge.to_sql()).finish()
    }
}
