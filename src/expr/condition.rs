//! Conditions: what WHERE, ON and HAVING take.

use super::{Expression, IntoExpr, Reads, ValidIn, WithoutAggregate, WithoutWindow, operand};
use crate::sql::Statement;

/// A boolean expression of a query with the scope `S`.
#[diagnostic::on_unimplemented(
    message = "expected a SQL condition",
    label = "not a condition",
    note = "compare it: `.eq(..)`, `.gt(..)`, `.is_null()`"
)]
pub trait Condition<S> {
    /// The columns that it reads outside of aggregates.
    type Bare;
    /// The state of a query that was `G`, with the condition, see [`Reads::In`].
    type In<G>;

    /// Appends the condition, in parentheses if it binds less tightly than its place needs.
    fn write(self, least: u8, out: &mut Statement);
}

impl<S, E: IntoExpr<bool, Expr: ValidIn<S, Aggregates: Windowless, Bare: Reads>>> Condition<S> for E {
    type Bare = <E::Expr as Expression>::Bare;
    type In<G> = <<E::Expr as Expression>::Bare as Reads>::In<G>;

    fn write(self, least: u8, out: &mut Statement) {
        operand(&self.into_expr(), least, out);
    }
}

/// A condition on single rows: one without aggregates.
#[diagnostic::on_unimplemented(
    message = "an aggregate cannot stand in WHERE or ON",
    label = "contains an aggregate",
    note = "rows are filtered before they are grouped; filter groups with `.having(..)`"
)]
pub trait RowCondition {}

#[diagnostic::do_not_recommend]
impl<E: IntoExpr<bool, Expr: Expression<Aggregates: WithoutAggregate>>> RowCondition for E {}

/// Whether an expression of a condition contains a window function: it must not.
#[diagnostic::on_unimplemented(
    message = "a window function cannot stand in WHERE, ON or HAVING",
    label = "contains a window function",
    note = "rows are filtered before windows are computed; compute it in a subquery and filter that"
)]
pub trait Windowless {}

#[diagnostic::do_not_recommend]
impl<A: WithoutWindow> Windowless for A {}
