//! Related rows of all rows of a table: whole tables, a statement each, put together by their keys.

use std::convert::Infallible;
use std::fmt;
use std::marker::PhantomData;

use super::keys::{Places, is_exact};
use super::path::{Path, is_limited};
use super::{Kind, Link, Tail};
use crate::connection::{Batch, Collect, Outcome, Sink};
use crate::error::{Error, ValueError};
use crate::sql::{Clause, Statement};
use crate::table::{Source, Table};
use crate::value::{Row, Shape};

/// Statements that read whole tables, and what becomes of their rows.
pub trait WholeTables: Batch + Unpin {
    /// What belongs to each row.
    type Each;

    /// Gives each of these rows what belongs to it, when the statements have been executed.
    ///
    /// # Errors
    ///
    /// Two of the rows have the same key, or a row that must be there is not.
    fn settle<P: Table>(&mut self, rows: &[P]) -> Result<Vec<Self::Each>, Error>;
}

/// What whole tables do not say.
#[derive(Debug)]
pub struct NoWhole<E>(Infallible, PhantomData<fn() -> E>);

impl<E> Batch for NoWhole<E> {
    fn len(&self) -> usize {
        match self.0 {}
    }

    fn statement(&self, _: usize) -> (&Statement, fn(&mut Shape)) {
        match self.0 {}
    }

    fn sink(&mut self, _: usize) -> &mut dyn Sink {
        match self.0 {}
    }

    fn done(&mut self, _: usize, _: Outcome) -> Result<(), Error> {
        match self.0 {}
    }
}

impl<E> WholeTables for NoWhole<E> {
    type Each = E;

    fn settle<P: Table>(&mut self, _: &[P]) -> Result<Vec<E>, Error> {
        match self.0 {}
    }
}

/// All rows of the table `T` that belong to any row, and what belongs to them.
pub struct WholeLevel<T: Source, K, W: Tail<T>> {
    /// The columns that hold the relation together.
    link: Link,
    statement: Statement,
    rows: Collect<T::Table>,
    /// What belongs to the rows; the statements of it come after that of the rows.
    below: Option<W::Whole>,
    kind: PhantomData<fn() -> K>,
}

// Rows are never pinned, whatever they are.
impl<T: Source, K, W: Tail<T>> Unpin for WholeLevel<T, K, W> {}

impl<T: Source, K, W: Tail<T>> fmt::Debug for WholeLevel<T, K, W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("WholeLevel").field(&self.statement.to_sql()).finish()
    }
}

/// The statements for a relation, if whole tables say what belongs to all rows of `S`.
///
/// A limit says something of each row, and rows below those that a filter leaves out would come for nothing.
pub(super) fn whole<S: Source, T: Source, K: Kind<T>, W: Tail<T>>(
    link: Link,
    path: &Path,
    refined: &Statement,
    with: &W,
) -> Option<WholeLevel<T, K, W>> {
    let (from, to) = (S::Table::DEFINITION, T::Table::DEFINITION);
    let leaves_out = is_limited(refined) || (refined.has(Clause::Where) && !W::ALONE);
    if leaves_out || K::THROUGH.is_some() || !is_exact(link, from, to) {
        return None;
    }
    let nullable = to.columns.get(link.near).is_none_or(|column| column.nullable);
    let near = nullable.then_some(|out: &mut Statement| out.text(" IS NOT NULL"));
    Some(WholeLevel {
        link,
        statement: path.select_rows(near, refined),
        rows: Collect::default(),
        below: if W::ALONE { None } else { Some(with.whole()?) },
        kind: PhantomData,
    })
}

impl<T: Source, K, W: Tail<T>> Batch for WholeLevel<T, K, W> {
    fn len(&self) -> usize {
        1 + self.below.as_ref().map_or(0, Batch::len)
    }

    fn statement(&self, index: usize) -> (&Statement, fn(&mut Shape)) {
        match (index.checked_sub(1), &self.below) {
            (Some(index), Some(below)) => below.statement(index),
            _ => (&self.statement, T::Table::describe),
        }
    }

    fn sink(&mut self, index: usize) -> &mut dyn Sink {
        match (index.checked_sub(1), &mut self.below) {
            (Some(index), Some(below)) => below.sink(index),
            _ => &mut self.rows,
        }
    }

    fn done(&mut self, index: usize, outcome: Outcome) -> Result<(), Error> {
        match (index.checked_sub(1), &mut self.below) {
            (Some(index), Some(below)) => below.done(index, outcome),
            _ => Ok(()),
        }
    }
}

impl<T: Source, K: Kind<T>, W: Tail<T>> WholeTables for WholeLevel<T, K, W> {
    type Each = K::Each<W::Row>;

    fn settle<P: Table>(&mut self, parents: &[P]) -> Result<Vec<Self::Each>, Error> {
        let mut places =
            Places::of(parents.iter(), self.link.key).ok_or_else(|| same_key::<P>(self.link.key))?;
        let rows = std::mem::take(&mut self.rows.0);
        // A row that belongs to none of them was not there yet when these were read.
        let numbers: Vec<usize> =
            rows.iter().map(|row| places.find(row, self.link.near).unwrap_or(usize::MAX)).collect();
        let each = self.below.as_mut().map_or_else(|| Ok(Vec::new()), |below| below.settle(&rows))?;
        K::gather(&numbers, W::pair(rows, each), parents.len())
    }
}

macro_rules! tuples {
    ($($name:ident)+) => {
        #[allow(non_snake_case, reason = "the type parameters' names serve as variables")]
        impl<$($name: WholeTables),+> WholeTables for ($($name,)+) {
            type Each = ($($name::Each,)+);

            fn settle<Above: Table>(&mut self, rows: &[Above]) -> Result<Vec<Self::Each>, Error> {
                let ($($name,)+) = self;
                $(let mut $name = $name.settle(rows)?.into_iter();)+
                Ok(std::iter::from_fn(|| Some(($($name.next()?,)+))).collect())
            }
        }
    };
}

crate::for_each_tuple!(tuples);

#[cold]
#[inline(never)]
fn same_key<P: Table>(key: usize) -> Error {
    let table = P::DEFINITION;
    let name = table.columns.get(key).map_or("", |column| column.name);
    Error::decode(ValueError::new(format!(
        "two rows of table `{}` have the same `{name}`, which is declared to be unique",
        table.name
    )))
}
