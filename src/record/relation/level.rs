//! One level of related rows: a statement for all rows that they belong to.

use std::fmt;
use std::marker::PhantomData;

use super::keys::{Places, at, bind_keys, has_keys, is_exact, not_asked_for};
use super::path::{Key, Nest, Path, is_limited};
use super::{Kind, Link, Load, Nestable, NoWhole, RelationsOf, WholeTables};
use crate::connection::{Batch, Collect, Outcome, Sink};
use crate::error::Error;
use crate::sql::{Clause, Statement};
use crate::table::{Source, Table};
use crate::value::{Row, Shape};

/// Related rows without rows of their own.
#[derive(Clone, Copy, Debug)]
pub struct Alone;

/// Related rows, each with what belongs to it by other relations.
#[derive(Clone, Copy, Debug)]
pub struct Besides<W>(pub(super) W);

/// What belongs to rows of the table or alias `T`: nothing ([`Alone`]), or what relations say ([`Besides`]).
pub trait Tail<T: Source>: Send {
    /// A row with it.
    type Row: Nestable;
    /// What loads it.
    type Work: Load;
    /// What reads it for all rows of the table.
    type Whole: WholeTables<Each = <Self::Work as Load>::Each>;
    /// Whether it is nothing.
    const ALONE: bool;

    /// Begins to load it; `None` if there is nothing to load.
    fn begin(&self, rows: &[T::Table]) -> Option<Self::Work>;

    /// See [`RelationsOf::whole`].
    fn whole(&self) -> Option<Self::Whole>;

    /// Puts each row and what belongs to it together.
    fn pair(rows: Vec<T::Table>, each: Vec<<Self::Work as Load>::Each>) -> Vec<Self::Row>;

    /// Adds it to each row of a query.
    fn nest(&self, nest: &mut Nest);
}

impl<T: Source> Tail<T> for Alone {
    type Row = T::Table;
    type Work = NoLevel;
    type Whole = NoWhole<()>;
    const ALONE: bool = true;

    fn begin(&self, _: &[T::Table]) -> Option<NoLevel> {
        None
    }

    fn whole(&self) -> Option<NoWhole<()>> {
        None
    }

    fn pair(rows: Vec<T::Table>, _: Vec<()>) -> Vec<T::Table> {
        rows
    }

    fn nest(&self, _: &mut Nest) {}
}

impl<T: Source, W: RelationsOf<T> + Send> Tail<T> for Besides<W> {
    type Row = (T::Table, W::Each);
    type Work = W::Work;
    type Whole = W::Whole;
    const ALONE: bool = false;

    fn begin(&self, rows: &[T::Table]) -> Option<W::Work> {
        Some(self.0.begin(&rows.iter().collect::<Vec<_>>()))
    }

    fn whole(&self) -> Option<W::Whole> {
        self.0.whole()
    }

    fn pair(rows: Vec<T::Table>, each: Vec<W::Each>) -> Vec<(T::Table, W::Each)> {
        rows.into_iter().zip(each).collect()
    }

    fn nest(&self, nest: &mut Nest) {
        self.0.nest(nest);
    }
}

/// No statement.
#[derive(Debug)]
pub enum NoLevel {}

impl Batch for NoLevel {
    fn len(&self) -> usize {
        match *self {}
    }

    fn statement(&self, _: usize) -> (&Statement, fn(&mut Shape)) {
        match *self {}
    }

    fn sink(&mut self, _: usize) -> &mut dyn Sink {
        match *self {}
    }

    fn done(&mut self, _: usize, _: Outcome) -> Result<(), Error> {
        match *self {}
    }
}

impl Load for NoLevel {
    type Each = ();

    fn advance(&mut self) -> Result<bool, Error> {
        match *self {}
    }

    fn finish(&mut self) -> Result<Vec<()>, Error> {
        match *self {}
    }
}

/// Loads the rows of `T` that belong to others, and what belongs to them.
pub struct Level<T: Source, K, W: Tail<T>> {
    statement: Statement,
    /// Whether the statement is still to be sent.
    due: bool,
    found: Found<T::Table>,
    /// How many rows they belong to.
    count: usize,
    /// The row that each row belongs to, and the rows.
    rows: (Vec<usize>, Vec<T::Table>),
    with: W,
    next: Option<W::Work>,
    kind: PhantomData<fn() -> K>,
}

// Rows are never pinned, whatever they are.
impl<T: Source, K, W: Tail<T>> Unpin for Level<T, K, W> {}

impl<T: Source, K, W: Tail<T>> fmt::Debug for Level<T, K, W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Level").field(&self.statement.to_sql()).finish()
    }
}

/// Rows as they come.
enum Found<R> {
    /// Those that are found by the key that a column has, which has this number.
    Keyed(Collect<R>, Places, usize),
    /// Each with the number of the row that it belongs to.
    Each(Collect<(i64, R)>),
    /// Those that belong to one row together.
    Together(Collect<(i64, Vec<R>)>),
}

impl<T: Source, K, W: Tail<T>> Batch for Level<T, K, W> {
    fn len(&self) -> usize {
        self.next.as_ref().map_or(usize::from(self.due), Batch::len)
    }

    fn statement(&self, index: usize) -> (&Statement, fn(&mut Shape)) {
        match (&self.next, &self.found) {
            (Some(next), _) => next.statement(index),
            (None, Found::Keyed(..)) => (&self.statement, T::Table::describe),
            (None, Found::Each(_)) => (&self.statement, <(i64, T::Table)>::describe),
            (None, Found::Together(_)) => (&self.statement, <(i64, Vec<T::Table>)>::describe),
        }
    }

    fn sink(&mut self, index: usize) -> &mut dyn Sink {
        match (&mut self.next, &mut self.found) {
            (Some(next), _) => next.sink(index),
            (None, Found::Keyed(rows, ..)) => rows,
            (None, Found::Each(rows)) => rows,
            (None, Found::Together(rows)) => rows,
        }
    }

    fn done(&mut self, index: usize, outcome: Outcome) -> Result<(), Error> {
        match &mut self.next {
            Some(next) => next.done(index, outcome),
            None => Ok(()),
        }
    }
}

impl<T: Source, K, W: Tail<T>> Level<T, K, W> {
    /// Takes the rows that have come.
    fn arrange(&mut self) -> Result<(), Error> {
        let (numbers, rows) = &mut self.rows;
        match &mut self.found {
            Found::Keyed(found, places, near) => {
                *rows = std::mem::take(&mut found.0);
                numbers.reserve_exact(rows.len());
                for row in rows {
                    numbers.push(places.find(row, *near).ok_or_else(not_asked_for)?);
                }
            }
            Found::Each(found) => {
                for (number, row) in std::mem::take(&mut found.0) {
                    numbers.push(at(number, self.count)?);
                    rows.push(row);
                }
            }
            Found::Together(found) => {
                for (number, together) in std::mem::take(&mut found.0) {
                    let at = at(number, self.count)?;
                    numbers.extend(std::iter::repeat_n(at, together.len()));
                    rows.extend(together);
                }
            }
        }
        Ok(())
    }
}

impl<T: Source, K: Kind<T>, W: Tail<T>> Load for Level<T, K, W> {
    type Each = K::Each<W::Row>;

    fn advance(&mut self) -> Result<bool, Error> {
        if self.due {
            self.due = false;
            self.arrange().map_err(|error| error.with_sql(&self.statement.to_sql()))?;
            self.next = self.with.begin(&self.rows.1);
            return Ok(self.next.as_ref().is_some_and(|next| !next.is_empty()));
        }
        self.next.as_mut().map_or(Ok(false), Load::advance)
    }

    fn finish(&mut self) -> Result<Vec<Self::Each>, Error> {
        let each = self.next.as_mut().map_or_else(|| Ok(Vec::new()), Load::finish)?;
        let (numbers, rows) = std::mem::take(&mut self.rows);
        let rows = W::pair(rows, each);
        K::gather(&numbers, rows, self.count).map_err(|error| error.with_sql(&self.statement.to_sql()))
    }
}

/// Begins to load what belongs to rows.
pub(super) fn level<P: Table, T: Source, K: Kind<T>, W: Tail<T>>(
    path: &Path,
    link: Link,
    refined: &Statement,
    with: W,
    parents: &[&P],
) -> Level<T, K, W> {
    let Link { key, near, .. } = link;
    let limited = is_limited(refined);
    let exact = !limited && K::THROUGH.is_none() && is_exact(link, P::DEFINITION, T::Table::DEFINITION);
    let places = if exact { Places::of(parents.iter().copied(), key) } else { None };
    let numbered = || Path::from_keys(|out| bind_keys(parents, key, out));
    let (statement, found) = if let Some(places) = places {
        let keyed = |out: &mut Statement| {
            out.text(" = ANY(");
            bind_keys(parents, key, out);
            out.text(")");
        };
        (path.select_rows(Some(keyed), refined), Found::Keyed(Collect::default(), places, near))
    } else if limited {
        let mut statement = numbered();
        statement.part(Clause::Projection, |out| path.write_array(Key::Parent, refined, |_| (), out));
        (statement, Found::Together(Collect::default()))
    } else {
        let mut statement = numbered();
        path.select_keyed_rows(refined, &mut statement);
        (statement, Found::Each(Collect::default()))
    };
    Level {
        statement,
        due: has_keys(parents, key),
        found,
        count: parents.len(),
        rows: (Vec::new(), Vec::new()),
        with,
        next: None,
        kind: PhantomData,
    }
}
