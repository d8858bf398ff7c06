//! Changes of rows by their keys, as futures.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use frunk_core::hlist::HNil;

use crate::connection::{Batch, Executor, RunAll, Work};
use crate::error::Error;
use crate::expr::{Condition, RowCondition, precedence};
use crate::query::Affected;
use crate::sql::{Clause, Statement};
use crate::table::With;

/// Work on rows of a table, which a condition can restrict further.
pub trait Guard: Work {
    /// The table.
    type Table;
    /// The work with a condition: it also says whether the condition held.
    type Guarded: Guard<Table = Self::Table>;

    /// Adds the parts of a `WHERE` clause to the statements.
    fn guarded(self, guard: &Statement) -> Self::Guarded;
}

/// A condition on the rows of the table `T`, as a `WHERE` clause.
pub(super) fn guard<T, E: Condition<With<T, HNil>>>(condition: E) -> Statement {
    let mut statement = Statement::new();
    statement.part(Clause::Where, |out| condition.write(precedence::AND, out));
    statement
}

/// Changes of rows by their keys, as a future. Made by `db.update(..)`, `db.delete(..)` and their like.
///
/// It may be dropped at any time: what was to be done may have been done then, or not, and objects stay as changed as
/// they were.
#[must_use = "nothing is changed before the future is awaited"]
pub struct Changing<X: Executor, W>(RunAll<X, W>);

impl<X: Executor, W: Work> Changing<X, W> {
    pub(super) fn new(db: X, work: W) -> Self {
        Changing(RunAll::new(db, work))
    }

    /// Also requires a condition of the row, in the same statement: `.. AND condition`. A row for which it is not true
    /// is neither updated nor deleted, and that is no error: of one object that is updated the result is `false`, of one
    /// patch `None`, and counts have only what was done.
    ///
    /// ```no_run
    /// # use piton::prelude::*;
    /// # #[derive(Table)] struct Note { #[column(primary_key, auto)] id: i32, owner_id: i32, text: String }
    /// # async fn example(db: &mut Connection) -> Result<(), piton::Error> {
    /// let note: Option<Note> = db.update(Note::patch(1).text("mine")).only_if(Note::owner_id.eq(7)).await?;
    /// # Ok(()) }
    /// ```
    pub fn only_if<E>(self, condition: E) -> Changing<X, W::Guarded>
    where
        W: Guard,
        E: Condition<With<W::Table, HNil>> + RowCondition,
    {
        let guard = guard::<W::Table, E>(condition);
        Changing(self.0.map(|work| work.guarded(&guard)))
    }

    /// Returns only how many rows were updated: of one patch 0 or 1.
    pub fn execute(self) -> RunAll<X, Affected>
    where
        W: Countable,
    {
        RunAll::map(self.0, W::counted)
    }
}

/// Changes that can return less than they do: those by a patch.
#[diagnostic::on_unimplemented(
    message = "this returns no rows that could be left out",
    label = "not the update of a patch",
    note = "await it without `.execute()`"
)]
pub trait Countable: Work {
    /// Returns nothing but how many rows were updated.
    fn counted(self) -> Affected;
}

impl<X: Executor, W: Work> Future for Changing<X, W> {
    type Output = Result<W::Output, Error>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        Pin::new(&mut self.get_mut().0).poll(context)
    }
}

impl<X: Executor, W: Batch> fmt::Debug for Changing<X, W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Changing").field(&self.0).finish()
    }
}
