//! Names for expressions.

use std::fmt;
use std::marker::PhantomData;

use super::{Fits, Relation};
use crate::expr::{Project, Projection, Reads};
use crate::sql::{Clause, Piece, Statement};
use crate::table::identity::False;
use crate::table::{NewIn, Source};

/// Columns of the table or alias `T` that are computed for each row of the tables before it. Made by
/// [`EntityMethods::computed`](super::EntityMethods::computed).
#[must_use = "it does nothing until it is part of a query"]
pub struct ComputedColumns<T, P> {
    expressions: P,
    table: PhantomData<fn() -> T>,
}

impl<T, P> ComputedColumns<T, P> {
    pub(super) fn new(expressions: P) -> Self {
        ComputedColumns { expressions, table: PhantomData }
    }
}

impl<T, P: Clone> Clone for ComputedColumns<T, P> {
    fn clone(&self) -> Self {
        Self::new(self.expressions.clone())
    }
}

impl<T: Source, P> fmt::Debug for ComputedColumns<T, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ComputedColumns({})", T::REF.source)
    }
}

// On one line, because messages show it.
#[rustfmt::skip]
impl<S, R, T: NewIn<S>, P: Projection<Aggregates: OfOneRow> + Project<R, Items: Fits<T::Table>>> Relation<S, R> for ComputedColumns<T, P> {
    type Source = T;
    type In<G> = <P::Bare as Reads>::In<G>;

    // The planner puts a query without FROM back into the one around it, so that it costs nothing.
    fn write(self, out: &mut Statement) {
        let mut row = Statement::new();
        row.part(Clause::Select, |_| ());
        self.expressions.write(&mut row);
        out.text("LATERAL (");
        out.nest(&row);
        out.text(") AS ");
        out.push(Piece::Named(T::REF));
    }
}

/// Whether expressions contain an aggregate or a window function: those of a single row do not.
#[diagnostic::on_unimplemented(
    message = "a computed column is made of single rows",
    label = "contains an aggregate or a window function",
    note = "give the rows of a query a name instead: `Name.of(query)`"
)]
pub trait OfOneRow {}

#[diagnostic::do_not_recommend]
impl OfOneRow for False {}
