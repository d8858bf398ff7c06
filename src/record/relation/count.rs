//! How many related rows there are.

use std::marker::PhantomData;

use frunk_core::hlist::{HCons, HNil};

use super::keys::{at, bind_keys, has_keys};
use super::path::{Key, Nest, Path, is_limited};
use super::{Branch, Kind, Load, NoWhole, Related};
use crate::connection::{Batch, Collect, Outcome, Sink};
use crate::error::Error;
use crate::expr::{BareTable, Expression, IntoExpr, Typed, ValidIn, node, precedence};
use crate::sql::{Clause, Statement};
use crate::table::identity::False;
use crate::table::{InScope, Inner, NotNull, Source};
use crate::value::{Bindable, Row, Shape};

/// How many rows belong to each row of `S`: an expression, and what `load` takes.
#[must_use = "a count does nothing until it is loaded or added to a query"]
#[derive(Debug)]
pub struct Counted<S> {
    path: Path,
    key: usize,
    refined: Statement,
    types: PhantomData<fn() -> S>,
}

impl<S> Clone for Counted<S> {
    fn clone(&self) -> Self {
        Counted { refined: self.refined.clone(), types: PhantomData, ..*self }
    }
}

impl<S> Counted<S> {
    pub(super) fn write(&self, out: &mut Statement) {
        self.path.correlated(out, |key, out| self.path.write_count(key, &self.refined, out));
    }
}

/// How many related rows there are.
pub(super) fn counted<S: Source, T: Source, K: Kind<T>, W>(related: Related<S, T, K, W>) -> Counted<S> {
    Counted { path: related.path(), key: related.link.key, refined: related.refined, types: PhantomData }
}

impl<S: Source> Expression for Counted<S> {
    type From = HCons<Inner<S>, HNil>;
    type Aggregates = False;
    type Bare = BareTable<S>;
    const PRECEDENCE: u8 = precedence::ATOM;

    fn render(&self, out: &mut Statement) {
        self.write(out);
    }
}

impl<S: Source> Typed for Counted<S> {
    type Base = i64;
}

impl<X: InScope<S>, S: Source> ValidIn<X> for Counted<S> {
    type Null = NotNull;
}

node!([S: Source] Counted<S>);

#[diagnostic::do_not_recommend]
impl<S: Source, K> IntoExpr<K> for Counted<S>
where
    i64: Bindable<K>,
{
    type Expr = Self;

    fn into_expr(self) -> Self {
        self
    }
}

#[diagnostic::do_not_recommend]
impl<S: Source> Branch<S> for Counted<S> {
    type Each = i64;
    type Work = Counting;
    type Whole = NoWhole<i64>;

    fn begin(&self, rows: &[&S::Table]) -> Counting {
        let mut statement = Path::from_keys(|out| bind_keys(rows, self.key, out));
        if is_limited(&self.refined) {
            statement.part(Clause::Projection, |out| self.path.write_count(Key::Parent, &self.refined, out));
        } else {
            let mut refined = self.refined.clone();
            refined.clear(Clause::OrderBy);
            self.path.join_keys(&refined, &mut statement);
            statement.part(Clause::Projection, |out| out.text("count(*)"));
            statement.part(Clause::GroupBy, |out| out.text("\"the parent\".\"number\""));
        }
        Counting {
            statement,
            due: has_keys(rows, self.key),
            counts: vec![0; rows.len()],
            found: Collect::default(),
        }
    }

    fn whole(&self) -> Option<NoWhole<i64>> {
        None
    }

    fn nest(&self, nest: &mut Nest) {
        nest.add(|out| self.write(out));
    }
}

/// Counts the related rows of each row.
#[derive(Debug)]
pub struct Counting {
    statement: Statement,
    /// Whether the statement is still to be sent.
    due: bool,
    counts: Vec<i64>,
    found: Collect<(i64, i64)>,
}

impl Batch for Counting {
    fn len(&self) -> usize {
        usize::from(self.due)
    }

    fn statement(&self, _: usize) -> (&Statement, fn(&mut Shape)) {
        (&self.statement, <(i64, i64)>::describe)
    }

    fn sink(&mut self, _: usize) -> &mut dyn Sink {
        &mut self.found
    }

    fn done(&mut self, _: usize, _: Outcome) -> Result<(), Error> {
        Ok(())
    }
}

impl Load for Counting {
    type Each = i64;

    fn advance(&mut self) -> Result<bool, Error> {
        self.due = false;
        for (number, count) in std::mem::take(&mut self.found.0) {
            let at =
                at(number, self.counts.len()).map_err(|error| error.with_sql(&self.statement.to_sql()))?;
            self.counts.get_mut(at).into_iter().for_each(|slot| *slot = count);
        }
        Ok(false)
    }

    fn finish(&mut self) -> Result<Vec<i64>, Error> {
        Ok(std::mem::take(&mut self.counts))
    }
}
