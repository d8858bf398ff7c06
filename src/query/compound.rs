//! Queries that are made of others.

mod terminal;

use std::fmt;
use std::marker::PhantomData;

use super::{Query, ReturnsRows};
use crate::expr::{Item, NoLocks, OutputOrder, TableItem};
use crate::sql::{Clause, Piece, Statement};
use crate::table::Nullness;
use crate::table::identity::False;
use crate::value::{Row, Shape};

/// A query made of others: a set operation, or one with `WITH`.
///
/// It is a query as [`Select`](super::Select) is: it can be ordered and limited, run, and be part of another one. The types `T` are the
/// columns of the result, what rows hold, and what is read of the query around it.
#[must_use = "a query does nothing until a verb such as `all` runs it"]
pub struct Compound<T> {
    pub(super) statement: Statement,
    pub(super) describe: fn(&mut Shape),
    types: PhantomData<fn() -> T>,
}

impl<T> Compound<T> {
    pub(super) fn new(statement: Statement, describe: fn(&mut Shape)) -> Self {
        Compound { statement, describe, types: PhantomData }
    }
}

impl<T> Clone for Compound<T> {
    fn clone(&self) -> Self {
        Compound::new(self.statement.clone(), self.describe)
    }
}

impl<T> fmt::Debug for Compound<T> {
    /// The SQL text; parameters are not shown.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Compound").field(&self.statement.to_sql()).finish()
    }
}

#[diagnostic::do_not_recommend]
impl<L, I, B> ReturnsRows for Compound<(L, I, B)> {
    type Items = I;
    type Uses = B;

    fn describe(&self) -> fn(&mut Shape) {
        self.describe
    }

    fn into_statement(self) -> Statement {
        self.statement
    }
}

#[diagnostic::do_not_recommend]
impl<L, I, B> Query for Compound<(L, I, B)> {
    type OneRow = False;
    type Locks = NoLocks;
    type Changes = False;
    type Outputs = L;
}

/// What rows are decoded to.
pub trait ItemsRow {
    /// The row.
    type Row: Row;
}

impl<R: Row, N: Nullness> ItemsRow for Item<R, N> {
    type Row = N::Wrap<R>;
}

impl<R: Row, N: Nullness> ItemsRow for TableItem<R, N> {
    type Row = N::Wrap<R>;
}

macro_rules! tuples {
    ($($name:ident)+) => {
        impl<$($name: ItemsRow),+> ItemsRow for ($($name,)+) {
            type Row = ($($name::Row,)+);
        }
    };
}

crate::for_each_tuple!(tuples);

impl<L, I, B> Compound<(L, I, B)> {
    /// `ORDER BY items`: columns that the first query selects, [`output`](crate::expr::output) with a column's number, with
    /// a direction or without, or a tuple of these. A second call adds items after those of the first.
    ///
    /// They stand in the text as numbers, because the names of columns are not unique.
    pub fn order_by<O: OutputOrder<L>>(mut self, items: O) -> Self {
        items.write(&mut self.statement);
        self
    }

    /// `LIMIT rows`: at most so many rows. A second call replaces the first.
    pub fn limit(mut self, rows: u32) -> Self {
        self.set(Clause::Limit, rows);
        self
    }

    /// `OFFSET rows`: skips so many rows. A second call replaces the first.
    pub fn offset(mut self, rows: u32) -> Self {
        self.set(Clause::Offset, rows);
        self
    }

    fn set(&mut self, clause: Clause, rows: u32) {
        self.statement.clear(clause);
        self.statement.part(clause, |out| out.push(Piece::Number(rows.into())));
    }

    /// The SQL text, with `$1`, `$2`, .. in the place of parameters.
    #[must_use]
    pub fn to_sql(&self) -> String {
        self.statement.to_sql()
    }
}
