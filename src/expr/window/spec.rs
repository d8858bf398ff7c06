//! The window of a window function.

use super::{Counted, EndsAfter, Excluding, Frame, FrameClause, FrameState, Inherited, Starts};
use crate::Along;
use crate::expr::{Args, ArgsIn, NoWindow, OrderItems, Typed};
use crate::sql::{Piece, Statement};
use crate::table::identity::Answer;

/// Which rows a window function sees: `(PARTITION BY .. ORDER BY .. ROWS BETWEEN ..)`.
///
/// `P` is what it is partitioned by and `O` what it is ordered by, tuples, and `X` its frame.
#[derive(Clone, Debug)]
#[must_use = "a window does nothing until it is given to `over`"]
pub struct Window<P, O, X> {
    base: Option<&'static str>,
    partition: P,
    order: O,
    frame: X,
}

/// A window of all rows of the result, `OVER ()`, to be partitioned, ordered and framed.
///
/// Ordered, and without a frame, it ends with the current row and those that are ordered the same.
///
/// ```
/// # use piton::prelude::*;
/// # #[derive(Table)] struct Sale { #[column(primary_key)] id: i32, city: String, price: i64 }
/// let around = window()
///     .partition_by(Sale::city)
///     .order_by(Sale::id)
///     .rows_between(preceding(2), current_row());
/// assert_eq!(
///     select((Sale::id, sum(Sale::price).over(around))).to_sql(),
///     r#"SELECT "sale"."id", sum("sale"."price") OVER (PARTITION BY "sale"."city" ORDER BY "sale"."id" ROWS BETWEEN $1 PRECEDING AND CURRENT ROW) FROM "sale""#,
/// );
/// ```
pub fn window() -> Window<(), (), ()> {
    Window { base: None, partition: (), order: (), frame: () }
}

/// The window that the query's [`window`](crate::query::Select::window) gives this name.
///
/// It can be ordered and framed where the named one is not.
pub fn named(name: &'static str) -> Window<(), (), Inherited> {
    Window { base: Some(name), partition: (), order: (), frame: Inherited(()) }
}

impl<O, X> Window<(), O, X> {
    /// `PARTITION BY keys`: an expression or a tuple of expressions; only rows that are equal in them are seen.
    pub fn partition_by<I: PartitionItems<Items = P>, P: NoWindow>(self, keys: I) -> Window<P, O, X> {
        Window { base: self.base, partition: keys.into_items(), order: self.order, frame: self.frame }
    }
}

impl<P, X> Window<P, (), X> {
    /// `ORDER BY items`: what the `order_by` of a query takes.
    pub fn order_by<I: OrderItems<Items = O>, O: NoWindow>(self, items: I) -> Window<P, O, X> {
        Window { base: self.base, partition: self.partition, order: items.into_items(), frame: self.frame }
    }
}

impl<P, O, X> Window<P, O, X> {
    /// `ROWS BETWEEN start AND end`: a number of rows before and after the current one.
    pub fn rows_between<S: Starts + Counted, E: EndsAfter<S> + Counted>(
        self,
        start: S,
        end: E,
    ) -> Window<P, O, Frame<S, E>> {
        self.framed("ROWS BETWEEN ", start, end)
    }

    /// `GROUPS BETWEEN start AND end`: a number of groups of rows that are ordered the same.
    pub fn groups_between<S: Starts + Counted, E: EndsAfter<S> + Counted>(
        self,
        start: S,
        end: E,
    ) -> Window<P, O, Frame<S, E>>
    where
        O: Sorted,
    {
        self.framed("GROUPS BETWEEN ", start, end)
    }

    /// `RANGE BETWEEN start AND end`: rows whose value of the one expression that the window is ordered by is at most so
    /// much less or more. The offset of a number has its type, that of a time is an interval.
    pub fn range_between<S: Starts, E: EndsAfter<S>>(self, start: S, end: E) -> Window<P, O, Frame<S, E>> {
        self.framed("RANGE BETWEEN ", start, end)
    }

    fn framed<S, E>(self, mode: &'static str, start: S, end: E) -> Window<P, O, Frame<S, E>> {
        let frame = Frame { mode, start, end };
        Window { base: self.base, partition: self.partition, order: self.order, frame }
    }

    fn excluding<N: FrameState>(self, what: &'static str) -> Window<P, O, Excluding<X, N>> {
        let frame = Excluding::new(self.frame, what);
        Window { base: self.base, partition: self.partition, order: self.order, frame }
    }
}

impl<P, O, S, E> Window<P, O, Frame<S, E>> {
    /// `EXCLUDE CURRENT ROW`
    pub fn exclude_current_row(self) -> Window<P, O, Excluding<Frame<S, E>, super::MaybeEmpty>> {
        self.excluding(" EXCLUDE CURRENT ROW")
    }

    /// `EXCLUDE GROUP`: the current row and those that are ordered the same.
    pub fn exclude_group(self) -> Window<P, O, Excluding<Frame<S, E>, super::MaybeEmpty>> {
        self.excluding(" EXCLUDE GROUP")
    }

    /// `EXCLUDE TIES`: those that are ordered the same as the current row.
    pub fn exclude_ties(self) -> Window<P, O, Excluding<Frame<S, E>, super::NeverEmpty>> {
        self.excluding(" EXCLUDE TIES")
    }
}

impl<P: Args, O: Args, X: FrameClause> Window<P, O, X> {
    /// Appends the name of another window, or the parentheses with all that the window says.
    pub(crate) fn render(&self, out: &mut Statement) {
        if let (Some(name), 0, 0, false) = (self.base, P::COUNT, O::COUNT, X::WRITTEN) {
            out.push(Piece::Name(name));
            return;
        }
        let mut gap = "";
        out.text("(");
        if let Some(name) = self.base {
            out.push(Piece::Name(name));
            gap = " ";
        }
        gap = write("PARTITION BY ", &self.partition, gap, out);
        gap = write("ORDER BY ", &self.order, gap, out);
        if X::WRITTEN {
            out.text(gap);
            self.frame.render(out);
        }
        out.text(")");
    }
}

/// Appends a list, if it has items, with its keyword and with what stands between it and what is before.
fn write<A: Args>(keyword: &'static str, list: &A, gap: &'static str, out: &mut Statement) -> &'static str {
    if A::COUNT == 0 {
        return gap;
    }
    out.text(gap);
    out.text(keyword);
    list.render(0, None, &|i| if i + 1 < A::COUNT { ", " } else { "" }, out);
    " "
}

/// A window all of whose tables are in the scope `S`.
pub trait WindowIn<S> {
    /// Whether it contains an aggregate.
    type Aggregates: Answer;
    /// The columns that it reads outside of aggregates.
    type Bare;

    /// Appends the window, in parentheses.
    fn write(self, out: &mut Statement);
}

impl<S, P: ArgsIn<S>, O: ArgsIn<S>, X: FrameClause> WindowIn<S> for Window<P, O, X> {
    type Aggregates = <P::Aggregates as Answer>::Or<O::Aggregates>;
    type Bare = (P::Bare, O::Bare);

    fn write(self, out: &mut Statement) {
        // A name alone is written in parentheses, too, where a window is defined.
        let alone = self.base.is_some() && P::COUNT + O::COUNT == 0 && !X::WRITTEN;
        out.text(if alone { "(" } else { "" });
        self.render(out);
        out.text(if alone { ")" } else { "" });
    }
}

/// A window with an order.
#[diagnostic::on_unimplemented(
    message = "a frame of GROUPS needs a window with an order",
    label = "the window has no ORDER BY",
    note = "order it before: `window().order_by(..)`"
)]
pub trait Sorted {}

/// What a window is partitioned by: an expression, or a tuple of expressions.
#[diagnostic::on_unimplemented(
    message = "PARTITION BY takes expressions",
    label = "not an expression",
    note = "give `partition_by` a column, an expression, or a tuple of these"
)]
pub trait PartitionItems {
    /// The expressions, a tuple.
    type Items;

    /// Makes the expressions.
    fn into_items(self) -> Self::Items;
}

#[diagnostic::do_not_recommend]
impl<E: Typed> PartitionItems for E {
    // What is no expression has none, so that nothing else is said of it.
    type Items = (<E::Base as Along<E>>::Type,);

    fn into_items(self) -> (E,) {
        (self,)
    }
}

macro_rules! tuples {
    ($($name:ident)+) => {
        impl<$($name: Typed),+> PartitionItems for ($($name,)+) {
            type Items = Self;

            fn into_items(self) -> Self {
                self
            }
        }

        #[diagnostic::do_not_recommend]
        impl<$($name),+> Sorted for ($($name,)+) {}
    };
}

crate::for_each_tuple!(tuples);
