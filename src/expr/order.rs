//! `ORDER BY` items.

use super::{Expression, ValidIn, precedence};
use crate::sql::{Clause, Statement};
use crate::table::identity::{Answer, False};

/// An expression with its direction in `ORDER BY`.
#[derive(Clone, Debug)]
#[must_use = "an order does nothing until it is given to `order_by`"]
pub struct Ordered<E> {
    expr: E,
    direction: &'static str,
    nulls: &'static str,
}

impl<E> Ordered<E> {
    pub(crate) fn new(expr: E, direction: &'static str) -> Self {
        Ordered { expr, direction, nulls: "" }
    }

    pub(super) fn expr(&self) -> &E {
        &self.expr
    }

    /// The direction, with PostgreSQL's default for NULLs.
    pub(super) fn direction(&self) -> Direction {
        let descending = self.direction == " DESC";
        Direction {
            descending,
            nulls_first: if self.nulls.is_empty() { descending } else { self.nulls == " NULLS FIRST" },
        }
    }

    pub(super) fn write_direction(&self, out: &mut Statement) {
        for text in [self.direction, self.nulls] {
            if !text.is_empty() {
                out.text(text);
            }
        }
    }

    /// NULLs before all values. PostgreSQL's default for descending order.
    pub fn nulls_first(self) -> Self {
        Ordered { nulls: " NULLS FIRST", ..self }
    }

    /// NULLs after all values. PostgreSQL's default for ascending order.
    pub fn nulls_last(self) -> Self {
        Ordered { nulls: " NULLS LAST", ..self }
    }
}

// An item of a list, for the order of an aggregate or a window.
impl<E: Expression> Expression for Ordered<E> {
    type From = E::From;
    type Aggregates = E::Aggregates;
    type Bare = E::Bare;
    const PRECEDENCE: u8 = precedence::ATOM;

    fn render(&self, out: &mut Statement) {
        self.expr.render(out);
        for text in [self.direction, self.nulls] {
            if !text.is_empty() {
                out.text(text);
            }
        }
    }
}

impl<S, E: ValidIn<S>> ValidIn<S> for Ordered<E> {
    type Null = E::Null;
}

/// A direction of ORDER BY.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Direction {
    pub(super) descending: bool,
    pub(super) nulls_first: bool,
}

/// What `order_by` takes in a query with the scope `S`: an expression, one with a direction, or a tuple of these.
///
/// Implement [`OrderBy`], which gives it. They are two for the sake of messages, as
/// [`Selectable`](super::Selectable) is.
#[diagnostic::on_unimplemented(
    message = "ORDER BY takes expressions",
    label = "not an expression",
    note = "give `order_by` an expression such as `Person::name.desc()`, or a tuple of these"
)]
pub trait Orderable<S> {
    /// Whether it contains an aggregate.
    type Aggregates: Answer;
    /// The columns that it reads outside of aggregates.
    type Bare;

    /// Adds the items.
    fn write(self, out: &mut Statement);
}

/// What can be ordered by, see [`Orderable`].
pub trait OrderBy<S> {
    /// See [`Orderable::Aggregates`].
    type Aggregates: Answer;
    /// See [`Orderable::Bare`].
    type Bare;

    /// Adds the items.
    fn write(self, out: &mut Statement);
}

#[diagnostic::do_not_recommend]
impl<S, O: OrderBy<S>> Orderable<S> for O {
    type Aggregates = O::Aggregates;
    type Bare = O::Bare;

    fn write(self, out: &mut Statement) {
        OrderBy::write(self, out);
    }
}

impl<S, E: Expression + ValidIn<S>> OrderBy<S> for Ordered<E> {
    type Aggregates = E::Aggregates;
    type Bare = E::Bare;

    fn write(self, out: &mut Statement) {
        out.part(Clause::OrderBy, |out| {
            self.expr.render(out);
            self.write_direction(out);
        });
    }
}

macro_rules! tuples {
    ($($name:ident)+) => {
        impl<Scope, $($name: Orderable<Scope>),+> OrderBy<Scope> for ($($name,)+) {
            type Aggregates = tuples!(@or $($name)+);
            type Bare = tuples!(@bare $($name)+);

            #[allow(non_snake_case, reason = "the type parameters' names serve as variables")]
            fn write(self, out: &mut Statement) {
                let ($($name,)+) = self;
                $($name.write(out);)+
            }
        }
    };
    (@or) => { False };
    (@or $first:ident $($rest:ident)*) => { <$first::Aggregates as Answer>::Or<tuples!(@or $($rest)*)> };
    (@bare) => { () };
    (@bare $first:ident $($rest:ident)*) => { ($first::Bare, tuples!(@bare $($rest)*)) };
}

crate::for_each_tuple!(tuples);
