//! Which values an aggregate takes, and in which order.

use crate::Along;
use crate::expr::{Args, Ordered, Typed};
use crate::sql::Statement;

/// Which values an aggregate takes, and in which order.
pub trait Modifiers {
    /// What they are ordered by, a tuple.
    type Order: Args;
    /// Whether each value is taken once.
    const DISTINCT: bool = false;

    /// Appends the end of the call.
    fn render(&self, out: &mut Statement);
}

/// All values, in the order `O`.
#[derive(Clone, Debug)]
pub struct All<O>(pub(super) O);

/// Each value once, in the order `O`.
#[derive(Clone, Debug)]
pub struct Distinct<O>(pub(super) O);

/// The values of `WITHIN GROUP (ORDER BY ..)`.
#[derive(Clone, Debug)]
pub struct Within<O>(pub(super) O);

fn write_order<O: Args>(before: &'static str, order: &O, out: &mut Statement) {
    if O::COUNT > 0 {
        out.text(before);
        order.render(0, None, &|i| if i + 1 < O::COUNT { ", " } else { "" }, out);
    }
    out.text(")");
}

impl<T: Args> Modifiers for All<T> {
    type Order = T;

    fn render(&self, out: &mut Statement) {
        write_order(" ORDER BY ", &self.0, out);
    }
}

impl<T: Args> Modifiers for Distinct<T> {
    type Order = T;
    const DISTINCT: bool = true;

    fn render(&self, out: &mut Statement) {
        write_order(" ORDER BY ", &self.0, out);
    }
}

impl<T: Args> Modifiers for Within<T> {
    type Order = T;

    fn render(&self, out: &mut Statement) {
        write_order(") WITHIN GROUP (ORDER BY ", &self.0, out);
    }
}

/// The values of an aggregate that have no order yet.
#[diagnostic::on_unimplemented(
    message = "this aggregate is ordered already",
    label = "ordered a second time",
    note = "give one `order_by` all items: `.order_by((a, b))`"
)]
pub trait Unordered<O> {
    /// The same in an order.
    type Ordered;

    /// Orders by these items.
    fn ordered(self, items: O) -> Self::Ordered;
}

#[diagnostic::do_not_recommend]
impl<O> Unordered<O> for All<()> {
    type Ordered = All<O>;

    fn ordered(self, items: O) -> All<O> {
        All(items)
    }
}

#[diagnostic::do_not_recommend]
impl<O> Unordered<O> for Distinct<()> {
    type Ordered = Distinct<O>;

    fn ordered(self, items: O) -> Distinct<O> {
        Distinct(items)
    }
}

/// An aggregate of all values as they come, which can be a window function.
#[diagnostic::on_unimplemented(
    message = "an aggregate with DISTINCT, ORDER BY or WITHIN GROUP cannot be a window function",
    label = "PostgreSQL has no OVER for it",
    note = "order the window instead: `.over(window().order_by(..))`"
)]
pub trait Whole {}

#[diagnostic::do_not_recommend]
impl Whole for All<()> {}

/// What an aggregate or a window is ordered by: an expression, one with its direction, or a tuple of these.
#[diagnostic::on_unimplemented(
    message = "ORDER BY takes expressions",
    label = "not an expression",
    note = "give `order_by` an expression such as `Person::name.desc()`, or a tuple of these"
)]
pub trait OrderItems {
    /// The items, a tuple.
    type Items;

    /// Makes the items.
    fn into_items(self) -> Self::Items;
}

#[diagnostic::do_not_recommend]
impl<K: SortKey> OrderItems for K {
    // What is no key has none, so that nothing else is said of it.
    type Items = (<<K::Of as Typed>::Base as Along<K>>::Type,);

    fn into_items(self) -> (K,) {
        (self,)
    }
}

macro_rules! tuples {
    ($($name:ident)+) => {
        impl<$($name: SortKey),+> OrderItems for ($($name,)+) {
            type Items = Self;

            fn into_items(self) -> Self {
                self
            }
        }
    };
}

crate::for_each_tuple!(tuples);

/// An expression to order by, perhaps with its direction.
#[diagnostic::on_unimplemented(
    message = "ORDER BY takes expressions",
    label = "not an expression",
    note = "give `order_by` an expression such as `Person::name.desc()`, or a tuple of these"
)]
pub trait SortKey: crate::expr::Expression {
    /// The expression.
    type Of: Typed;
}

#[diagnostic::do_not_recommend]
impl<E: Typed> SortKey for E {
    type Of = E;
}

#[diagnostic::do_not_recommend]
impl<E: Typed> SortKey for Ordered<E> {
    type Of = E;
}
