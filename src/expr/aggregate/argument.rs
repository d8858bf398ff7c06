//! What can stand in an aggregate, and what cannot.

use crate::Along;
use crate::expr::{Expression, Typed};
use crate::table::identity::{False, PerGroup, True, Windowed, WindowedTrue};

/// What an aggregate can be of: an expression.
// Its type is asked for through this trait, so that what is none is reported once: the compiler then knows no aggregate
// that could be wrong, too.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no values to aggregate",
    label = "neither a column nor an expression",
    note = "aggregate a column or an expression; bind a Rust value with `value(..)`"
)]
pub trait Argument {
    /// The expression.
    type Expr;

    /// The expression.
    fn into_argument(self) -> Self::Expr;
}

#[diagnostic::do_not_recommend]
impl<E: Typed> Argument for E {
    type Expr = <E::Base as Along<E>>::Type;

    fn into_argument(self) -> E {
        self
    }
}

/// What has no aggregate in it: an expression, or a list of them.
#[diagnostic::on_unimplemented(
    message = "an aggregate cannot be the argument of another aggregate",
    label = "contains an aggregate already",
    note = "compute the inner aggregate in a subquery; over a window of groups say `per_group(..)`"
)]
pub trait NoAggregate {}

#[diagnostic::do_not_recommend]
impl<E: Expression<Aggregates: WithoutAggregate>> NoAggregate for E {}

/// What has no window function in it: an expression, or a list of them.
#[diagnostic::on_unimplemented(
    message = "a window function cannot be the argument of an aggregate or of a window function",
    label = "contains a window function",
    note = "compute the window function in a subquery"
)]
pub trait NoWindow {}

#[diagnostic::do_not_recommend]
impl<E: Expression<Aggregates: WithoutWindow>> NoWindow for E {}

macro_rules! lists {
    () => {
        lists!(@list);
    };
    ($first:ident $($name:ident)*) => {
        lists!(@list $first $($name)*);
    };
    (@list $($name:ident)*) => {
        #[diagnostic::do_not_recommend]
        impl<$($name: NoAggregate),*> NoAggregate for ($($name,)*) {}

        #[diagnostic::do_not_recommend]
        impl<$($name: NoWindow),*> NoWindow for ($($name,)*) {}
    };
}

lists!();
crate::for_each_tuple!(lists);

/// That there is no aggregate, or that a window function is reported in its place.
pub trait WithoutAggregate {}

impl WithoutAggregate for False {}
impl WithoutAggregate for PerGroup {}
impl WithoutAggregate for Windowed {}
impl WithoutAggregate for WindowedTrue {}

/// That there is no window function.
pub trait WithoutWindow {}

impl WithoutWindow for False {}
impl WithoutWindow for PerGroup {}
impl WithoutWindow for True {}
