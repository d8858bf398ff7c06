//! One level of related rows: a statement for all rows that they belong to.

use std::fmt;
use std::marker::PhantomData;

use super::path::{Key, is_limited};
use super::{Kind, Load, Loads, Nestable, Path, Related, Relation};
use crate::connection::{Batch, Collect, Outcome, Sink};
use crate::error::Error;
use crate::sql::{Clause, Statement};
use crate::table::{Source, Table};
use crate::value::{Encoder, Row, Shape, put_header};

/// Related rows without rows of their own.
#[derive(Clone, Copy, Debug)]
pub struct Alone;

/// Related rows, each with what belongs to it by other relations.
#[derive(Clone, Copy, Debug)]
pub struct And<W>(pub(super) W);

/// What is loaded of related rows `R`: nothing ([`Alone`]), or what belongs to them ([`And`]).
pub trait Tail<R>: Send {
    /// A row with it.
    type Row: Nestable;
    /// What loads it.
    type Work: Load;

    /// Begins to load it; `None` if there is nothing to load.
    fn begin(&self, rows: &[R]) -> Option<Self::Work>;

    /// Puts each row and what belongs to it together.
    fn pair(rows: Vec<R>, each: Vec<<Self::Work as Load>::Each>) -> Vec<Self::Row>;
}

impl<R: Nestable> Tail<R> for Alone {
    type Row = R;
    type Work = NoLevel;

    fn begin(&self, _: &[R]) -> Option<NoLevel> {
        None
    }

    fn pair(rows: Vec<R>, _: Vec<()>) -> Vec<R> {
        rows
    }
}

impl<R: Nestable, W: Loads<R> + Send> Tail<R> for And<W> {
    type Row = (R, W::Each);
    type Work = W::Work;

    fn begin(&self, rows: &[R]) -> Option<W::Work> {
        Some(self.0.begin(&rows.iter().collect::<Vec<_>>()))
    }

    fn pair(rows: Vec<R>, each: Vec<W::Each>) -> Vec<(R, W::Each)> {
        rows.into_iter().zip(each).collect()
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

/// Loads the rows `R` that belong to others, and what belongs to them.
pub struct Level<R: Row, K, W: Tail<R>> {
    statement: Statement,
    /// Whether the statement is still to be sent.
    due: bool,
    found: Found<R>,
    /// How many rows they belong to.
    count: usize,
    /// The row that each row belongs to, and the rows.
    rows: (Vec<usize>, Vec<R>),
    with: W,
    next: Option<W::Work>,
    kind: PhantomData<fn() -> K>,
}

// Rows are never pinned, whatever they are.
impl<R: Row, K, W: Tail<R>> Unpin for Level<R, K, W> {}

impl<R: Row, K, W: Tail<R>> fmt::Debug for Level<R, K, W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Level").field(&self.statement.to_sql()).finish()
    }
}

/// Rows as they come, each with the number of the row that it belongs to.
enum Found<R> {
    Each(Collect<(i64, R)>),
    /// Those that belong to one row together.
    Together(Collect<(i64, Vec<R>)>),
}

impl<R: Nestable, K, W: Tail<R>> Batch for Level<R, K, W> {
    fn len(&self) -> usize {
        self.next.as_ref().map_or(usize::from(self.due), Batch::len)
    }

    fn statement(&self, index: usize) -> (&Statement, fn(&mut Shape)) {
        match (&self.next, &self.found) {
            (Some(next), _) => next.statement(index),
            (None, Found::Each(_)) => (&self.statement, <(i64, R)>::describe),
            (None, Found::Together(_)) => (&self.statement, <(i64, Vec<R>)>::describe),
        }
    }

    fn sink(&mut self, index: usize) -> &mut dyn Sink {
        match (&mut self.next, &mut self.found) {
            (Some(next), _) => next.sink(index),
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

impl<R: Nestable, K, W: Tail<R>> Level<R, K, W> {
    /// Takes the rows that have come.
    fn arrange(&mut self) -> Result<(), Error> {
        let (numbers, rows) = &mut self.rows;
        match &mut self.found {
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

impl<R: Nestable, K: Kind<T>, T: Source, W: Tail<R>> Load for Level<R, (K, T), W> {
    type Each = K::Each<W::Row>;

    fn advance(&mut self) -> Result<bool, Error> {
        if self.due {
            self.due = false;
            self.arrange()?;
            self.next = self.with.begin(&self.rows.1);
            return Ok(self.next.as_ref().is_some_and(|next| !next.is_empty()));
        }
        self.next.as_mut().map_or(Ok(false), Load::advance)
    }

    fn finish(&mut self) -> Result<Vec<Self::Each>, Error> {
        let each = self.next.as_mut().map_or_else(|| Ok(Vec::new()), Load::finish)?;
        let (numbers, rows) = std::mem::take(&mut self.rows);
        let rows = W::pair(rows, each);
        K::gather(numbers.into_iter().zip(rows), self.count)
            .map_err(|error| error.with_sql(&self.statement.to_sql()))
    }
}

fn level<P: Table, T: Source, K: Kind<T>, W: Tail<T::Table>>(
    path: &Path,
    key: usize,
    refined: &Statement,
    with: W,
    parents: &[&P],
) -> Level<T::Table, (K, T), W> {
    let mut statement = Path::from_keys(|out| bind_keys(parents, key, out));
    let found = if is_limited(refined) {
        statement.part(Clause::Projection, |out| path.write_array(Key::Parent, refined, |_| (), out));
        Found::Together(Collect::default())
    } else {
        path.select_keyed_rows(refined, &mut statement);
        Found::Each(Collect::default())
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

#[diagnostic::do_not_recommend]
impl<P: Table, S: Source<Table = P>, T: Source, K: Kind<T>> Loads<P> for Relation<S, T, K> {
    type Each = K::Each<T::Table>;
    type Work = Level<T::Table, (K, T), Alone>;

    fn begin(&self, rows: &[&P]) -> Self::Work {
        level(&self.path(), self.link.key, &Statement::new(), Alone, rows)
    }
}

#[diagnostic::do_not_recommend]
impl<P: Table, S: Source<Table = P>, T: Source, K: Kind<T>, W: Tail<T::Table> + Clone> Loads<P>
    for Related<S, T, K, W>
{
    type Each = K::Each<W::Row>;
    type Work = Level<T::Table, (K, T), W>;

    fn begin(&self, rows: &[&P]) -> Self::Work {
        level(&self.path(), self.link.key, &self.refined, self.with.clone(), rows)
    }
}

/// Where a row is among `count` ones that were numbered from one.
pub(super) fn at(number: i64, count: usize) -> Result<usize, Error> {
    usize::try_from(number)
        .ok()
        .and_then(|number| number.checked_sub(1))
        .filter(|at| *at < count)
        .ok_or_else(|| Error::protocol("a row belongs to none that was asked for"))
}

/// Binds the array of a column's values.
pub(super) fn bind_keys<P: Table>(rows: &[&P], key: usize, out: &mut Statement) {
    let Some(def) = P::DEFINITION.columns.get(key) else { return };
    out.bind_with((def.array_type)(), |values| {
        values.put_with(|out| {
            put_header(rows.len(), def.nullable, def.sent_type(), out)?;
            rows.iter().try_for_each(|row| row.put(key, out))
        })
    });
}

/// Whether any row has a value in a column: others have no related rows.
pub(super) fn has_keys<P: Table>(rows: &[&P], key: usize) -> bool {
    if P::DEFINITION.columns.get(key).is_none_or(|def| !def.nullable) {
        return !rows.is_empty();
    }
    let mut value = Encoder::default();
    rows.iter().any(|row| {
        value.clear();
        row.put(key, &mut value).is_err() || value.as_bytes() != [0xff; 4]
    })
}
